// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.MappingsImpl;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.Test;

/** What the table of recipients in {@link CommandTableTest} leaves out: stores that fail, and what is remembered. */
class RecipientsTest {
    private final UsersRepository users = TestUsers.inMemory();
    private final DomainList domains = TestUsers.domains();
    private final RecipientRewriteTable noAliases = proxy(RecipientRewriteTable.class, MappingsImpl.empty());

    @Test
    void troubleWithAStoreIsNoAnswer() {
        UsersRepository away = proxy(UsersRepository.class, new UsersRepositoryException("away"));
        DomainList noDomains = proxy(DomainList.class, new IllegalStateException("away"));
        RecipientRewriteTable noTable = proxy(RecipientRewriteTable.class, new IllegalStateException("away"));

        for (Recipients recipients : new Recipients[] {
            new Recipients(away, domains, noAliases),
            new Recipients(users, noDomains, noAliases),
            new Recipients(users, domains, noTable)
        }) {
            assertThatThrownBy(() -> recipients.find("nobody@example.org"))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void remembersWhoIsThereAndNotWhoIsNot() throws UsersRepositoryException {
        Recipients recipients = new Recipients(users, domains, noAliases);
        assertThat(recipients.find("alice@example.org").kind()).isEqualTo(Resolution.Kind.UNKNOWN);

        users.addUser(Username.of("alice@example.org"), "secret");
        assertThat(recipients.find("alice@example.org")).isSameAs(recipients.find("alice@example.org"));
    }

    @Test
    void takesMailForThePostmasterOfTheDefaultDomain() throws UsersRepositoryException {
        users.addUser(Username.of("postmaster@example.org"), "secret");

        assertThat(new Recipients(users, domains, noAliases).find("Postmaster").maildrops())
                .containsExactly(Username.of("postmaster@example.org"));
    }

    /** Answers every question with one value, or throws it. */
    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                RecipientsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (answer instanceof Throwable thrown) {
                        throw thrown;
                    }
                    return answer;
                }));
    }
}
