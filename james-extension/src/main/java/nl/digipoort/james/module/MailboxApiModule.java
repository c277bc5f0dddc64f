// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.JamesDomains;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.ServedDomains;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.MadeDeliveries;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.maildrop.JournalSettlement;
import nl.digipoort.james.maildrop.MailboxApiAges;
import nl.digipoort.james.maildrop.MailboxApiAppender;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MessageAges;
import nl.digipoort.james.maildrop.MessageDeletion;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.MessageReader;
import nl.digipoort.james.maildrop.Settlement;
import org.apache.james.mailbox.MessageManager;

/** Mail goes in and out through James's mailbox API, with a journal of deliveries beside it. Everywhere but on JPA. */
final class MailboxApiModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(PasswordFingerprints.class).to(DefaultUserFingerprints.class);
        bind(ServedDomains.class).to(JamesDomains.class);
        bind(MadeDeliveries.class).to(DeliveryJournal.class);
        bind(Settlement.class).to(JournalSettlement.class);
        bind(MaildropAppender.class).to(MailboxApiAppender.class);
        bind(MessageListing.class).to(MailboxApiListing.class);
        bind(MessageAges.class).to(MailboxApiAges.class);
        bind(MessageReader.class).to(MailboxApiReader.class);
        // James may use a session from several threads here
        bind(MessageDeletion.class).toInstance(MessageManager::delete);
    }
}
