// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.jpa.JPADomainList;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnreachableDatabaseTest {
    private static final Username ALICE = Username.of("alice@example.org");

    /** Nothing listens on the port "tcpmux" of the loopback interface. */
    private final EntityManagerFactory factory =
            TestJpa.factory("org.postgresql.Driver", "jdbc:postgresql://127.0.0.1:1/james", Map.of());

    private final JamesDatabase database = new JamesDatabase(factory);

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void isACredentialStoreThatIsUnavailable() {
        assertThatThrownBy(() -> new JdbcRecordStore(database).find(ALICE))
                .isInstanceOf(CredentialStoreUnavailableException.class)
                .hasMessage("cannot find a credential record in James's database");
        assertThatThrownBy(() -> new JdbcPasswordFingerprints(TestUsers.inMemory(), database).find(ALICE))
                .isInstanceOf(CredentialStoreUnavailableException.class);
        assertThatThrownBy(() -> new JdbcServedDomains(new JPADomainList(null, factory), database)
                        .contains(Domain.of("example.org")))
                .isInstanceOf(CredentialStoreUnavailableException.class);
    }

    @Test
    void isAMaildropStoreThatIsUnavailable() {
        assertThatThrownBy(() -> new JdbcWireSizeStore(database).find(JPAId.of(1)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> new JdbcActivityStore(database).find(ALICE))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("cannot find when a maildrop was last used in James's database");
    }

    @Test
    void isAMailboxThatCannotBeListed() {
        assertThatThrownBy(() -> new JpaMessageListing(database, new JPAId.Factory()).list(MailboxPath.inbox(ALICE)))
                .isInstanceOf(MailboxException.class);
    }
}
