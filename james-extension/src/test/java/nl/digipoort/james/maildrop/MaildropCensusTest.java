// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;

class MaildropCensusTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final TestMailboxes mailboxes = new TestMailboxes();
    private final WireSizeStore wireSizes = new MemoryWireSizeStore();
    private final MaildropCensus census = census(new MailboxApiListing(), wireSizes);

    private MaildropCensus census(MessageListing listing, WireSizeStore sizes) {
        return new MaildropCensus(mailboxes.manager(), listing, sizes);
    }

    @Test
    void countsNothingWhereThereIsNoMailboxAndMakesNone() throws Exception {
        MaildropTotals totals = census.count(ALICE);

        assertThat(totals.messages()).isZero();
        assertThat(totals.octets()).isZero();
        MailboxSession session = mailboxes.manager().createSystemSession(ALICE);
        assertThat(mailboxes.manager().list(session)).isEmpty();
    }

    @Test
    void countsWhatIsStoredWhereNobodyHasExaminedTheMessages() throws Exception {
        mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        mailboxes.append(ALICE, "Subject: a\n\nx\n");

        MaildropTotals totals = census.count(ALICE);

        assertThat(totals.messages()).isEqualTo(2);
        assertThat(totals.octets()).isEqualTo(17 + 14);
    }

    @Test
    void countsWhatIsSentOfMessagesThatDiffer() throws Exception {
        mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        mailboxes.append(ALICE, "Subject: a\n\nx\n");
        MailboxSession session = mailboxes.manager().createSystemSession(ALICE);
        wireSizes.save(mailboxes.inbox(session).getId(), WireSizes.of(2, Map.of(2L, 17L)));

        assertThat(census.count(ALICE).octets()).isEqualTo(17 + 17);
    }

    @Test
    void saysSoWhenTheMailboxCannotBeRead() throws Exception {
        mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        MessageListing checked = (manager, path, session) -> {
            throw new MailboxException("down");
        };
        MessageListing unchecked = (manager, path, session) -> {
            throw new IllegalStateException("down");
        };

        for (MessageListing listing : new MessageListing[] {checked, unchecked}) {
            assertThatThrownBy(() -> census(listing, wireSizes).count(ALICE))
                    .isInstanceOf(MaildropException.class)
                    .hasMessage("the maildrop of alice@example.org cannot be counted");
        }
    }

    @Test
    void saysSoWhenTheSizesCannotBeRead() throws Exception {
        mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        WireSizeStore down = new WireSizeStore() {
            @Override
            public WireSizes find(MailboxId mailbox) {
                throw new StoreUnavailableException("down", new IllegalStateException());
            }

            @Override
            public void save(MailboxId mailbox, WireSizes sizes) {
                throw new AssertionError("nothing is to be saved");
            }
        };

        assertThatThrownBy(() -> census(new MailboxApiListing(), down).count(ALICE))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void looksAtTheInboxOnly() throws Exception {
        MailboxSession session = mailboxes.manager().createSystemSession(ALICE);
        MaildropMailbox.open(mailboxes.manager(), MailboxPath.forUser(ALICE, "Other"), session);

        assertThat(census.count(ALICE).messages()).isZero();
    }
}
