// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;

class DefaultUserFingerprintsTest {
    @Test
    void seesNoObstacleWhenThereAreNoUsers() {
        assertThat(new DefaultUserFingerprints(TestUsers.inMemory()).obstacle()).isEmpty();
    }

    @Test
    void seesNoObstacleWhenTheUsersShowTheirHash() throws Exception {
        UsersRepository users = TestUsers.inMemory();
        users.addUser(Username.of("alice@example.org"), "secret");

        assertThat(new DefaultUserFingerprints(users).obstacle()).isEmpty();
    }

    @Test
    void saysWhetherAUserHasAPassword() throws Exception {
        UsersRepository users = TestUsers.inMemory();
        Username alice = Username.of("alice@example.org");
        PasswordFingerprints fingerprints = new DefaultUserFingerprints(users);
        assertThat(fingerprints.hasPassword(alice)).isFalse();

        users.addUser(alice, "secret");
        assertThat(fingerprints.hasPassword(alice)).isTrue();

        TestUsers.takePassword(users, alice);
        assertThat(fingerprints.hasPassword(alice)).isFalse();
    }

    @Test
    void seesAnObstacleWhenJamesOnlyReadsItsUsers() {
        assertThat(new DefaultUserFingerprints(TestUsers.readOnly()).obstacle())
                .hasValueSatisfying(why -> assertThat(why).startsWith("James only reads its users ("));
    }

    @Test
    void seesAnObstacleWhenTheUsersHideTheirHash() {
        assertThat(new DefaultUserFingerprints(TestUsers.hidingTheirHash()).obstacle())
                .hasValueSatisfying(why -> assertThat(why).endsWith("do not show their password hash"));
    }
}
