// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.admin.RecordingUsersRepository;
import nl.digipoort.james.admin.TestChanges;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.jpa.JPAUsersRepository;
import org.junit.jupiter.api.Test;

/** Fingerprints and the features that use them, with James JPA's own users. */
interface JdbcPasswordFingerprintsContract {
    Username ALICE = Username.of("alice@example.org");

    EntityManagerFactory factory();

    private JdbcPasswordFingerprints fingerprints() throws ConfigurationException {
        return new JdbcPasswordFingerprints(users(), new JamesDatabase(factory()));
    }

    private UsersRepository users() throws ConfigurationException {
        JPAUsersRepository users = new JPAUsersRepository(TestUsers.domains());
        users.setEntityManagerFactory(factory());
        users.configure(TestUsers.withVirtualHosting());
        users.init();
        return users;
    }

    @Test
    default void findsNoneWhenThereIsNoUser() throws Exception {
        assertThat(fingerprints().find(ALICE)).isEmpty();
    }

    @Test
    default void letsAUserInWhoWasMadeWithTheHashOfAnotherServer() throws Exception {
        JdbcPasswordHashes hashes = new JdbcPasswordHashes(new JamesDatabase(factory()));
        assertThat(hashes.find(ALICE)).isEmpty();
        users().addUser(ALICE, "secret");
        PasswordHash hash = hashes.find(ALICE).orElseThrow();
        assertThat(hashes.create(ALICE, PasswordHash.of("SHA-512", "another"))).isFalse();
        users().removeUser(ALICE);

        assertThat(hashes.create(ALICE, hash)).isTrue();

        assertThat(users().test(ALICE, "secret")).isTrue();
        assertThat(users().test(ALICE, "another")).isFalse();
        TestUsers.setPassword(users(), ALICE, "changed");
        assertThat(users().test(ALICE, "changed")).isTrue();
    }

    @Test
    default void saysWhetherAUserHasAPassword() throws Exception {
        assertThat(fingerprints().hasPassword(ALICE)).isFalse();
        new JdbcPasswordHashes(new JamesDatabase(factory())).create(ALICE, PasswordHash.unusable(new SecureRandom()));
        assertThat(fingerprints().hasPassword(ALICE)).isFalse();

        TestUsers.setPassword(users(), ALICE, "secret");

        assertThat(fingerprints().hasPassword(ALICE)).isTrue();
    }

    @Test
    default void seesTheHashesOfJamesJpaOnly() throws Exception {
        assertThat(fingerprints().obstacle()).isEmpty();
        assertThat(new JdbcPasswordFingerprints(TestUsers.inMemory(), new JamesDatabase(factory())).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("MemoryUsersRepository"));
    }

    @Test
    default void findsTheSameUntilThePasswordChanges() throws Exception {
        users().addUser(ALICE, "secret");
        byte[] first = fingerprints().find(ALICE).orElseThrow();
        assertThat(first).hasSize(32);
        assertThat(fingerprints().find(ALICE)).contains(first);

        TestUsers.setPassword(users(), ALICE, "changed");

        assertThat(fingerprints().find(ALICE).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    default void followsTheLifeOfAUserWhenRecording() throws Exception {
        CredentialRecords records = records();
        UsersRepository recording = new RecordingUsersRepository(users(), records, new TestChanges()).asRepository();

        recording.addUser(ALICE, "secret");
        assertThat(records.digests(ALICE, "alice")).hasSize(1);
        byte[] before = records.digests(ALICE, "alice").get(0);

        TestUsers.setPassword(recording, ALICE, "changed");
        assertThat(users().test(ALICE, "changed")).isTrue();
        assertThat(records.digests(ALICE, "alice")).hasSize(1).doesNotContain(before);

        TestUsers.setPassword(users(), ALICE, "unseen");
        assertThat(records.usable(ALICE)).isFalse();

        records.learn(ALICE, "alice", "unseen", Optional.empty());
        assertThat(records.usable(ALICE)).isTrue();

        recording.removeUser(ALICE);
        assertThat(new JdbcRecordStore(new JamesDatabase(factory())).countsByKey())
                .isEmpty();
    }

    private CredentialRecords records() throws ConfigurationException {
        RecordSeal seal = TestSeals.under(new byte[32]);
        JdbcRecordStore store = new JdbcRecordStore(new JamesDatabase(factory()));
        return new CredentialRecords(
                store, fingerprints(), users(), seal, "example.org", 4096, true, Clock.systemUTC());
    }
}
