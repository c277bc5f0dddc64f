// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.jpa.openjpa.OpenJPAMailboxManager;
import org.apache.james.utils.MailboxManagerDefinition;

/** The name of the mailbox manager for James's JMX beans; the same as in the stock JPA server. */
@Singleton
final class JpaMailboxManagerDefinition extends MailboxManagerDefinition {
    @Inject
    JpaMailboxManagerDefinition(OpenJPAMailboxManager manager) {
        super("jpa-mailboxmanager", manager);
    }
}
