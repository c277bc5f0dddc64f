// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.persistence.EntityManagerFactory;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;

/** The search for old messages, in mailboxes that James JPA's own entities create. Each message came uid days after the epoch. */
interface JpaMessageAgesContract {
    EntityManagerFactory factory();

    @Test
    default void findsNothingWhereThereIsNoMailbox() throws MailboxException {
        assertThat(ages().before(day(100), 10, inbox(newUser()))).isEmpty();
    }

    @Test
    default void findsWhatCameBeforeAMomentAndWhen() throws MailboxException {
        String user = newUser();
        TestJpaMailboxes.mailbox(factory(), user, 12, 3, 7, 8);
        TestJpaMailboxes.mailbox(factory(), newUser(), 4);

        assertThat(ages().before(day(8), 10, inbox(user))).isEqualTo(Map.of("77.3", day(3), "77.7", day(7)));
        assertThat(ages().before(day(8).plusMillis(1), 10, inbox(user))).containsOnlyKeys("77.3", "77.7", "77.8");
        assertThat(ages().before(day(3), 10, inbox(user))).isEmpty();
    }

    @Test
    default void findsNoMoreThanIsAskedFor() throws MailboxException {
        String user = newUser();
        TestJpaMailboxes.mailbox(factory(), user, 12, 3, 7);

        assertThat(ages().before(day(100), 2, inbox(user))).containsOnlyKeys("77.3", "77.7");
    }

    private JpaMessageAges ages() {
        return new JpaMessageAges(new JamesDatabase(factory()));
    }

    private static Instant day(long number) {
        return Instant.EPOCH.plus(Duration.ofDays(number));
    }

    private static MailboxPath inbox(String user) {
        return MailboxPath.inbox(Username.of(user));
    }

    private static String newUser() {
        return UUID.randomUUID() + "@example.org";
    }
}
