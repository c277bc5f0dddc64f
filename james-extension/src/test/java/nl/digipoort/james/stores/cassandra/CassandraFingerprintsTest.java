// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Clock;
import nl.digipoort.james.admin.RecordingUsersRepository;
import nl.digipoort.james.admin.TestChanges;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.backends.cassandra.init.SessionWithInitializedTablesFactory;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionModule;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.cassandra.CassandraUsersDAO;
import org.apache.james.user.cassandra.CassandraUsersRepositoryModule;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.apache.james.user.lib.model.Algorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fingerprints, and what rests on them, beside the users that James itself keeps in Cassandra. */
class CassandraFingerprintsTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private CqlSession session;
    private UsersRepository users;

    @BeforeEach
    void open() throws Exception {
        session = new SessionWithInitializedTablesFactory(
                        TestKeyspace.create("users").connect(),
                        CassandraModule.aggregateModules(
                                CassandraUsersRepositoryModule.MODULE, CassandraSchemaVersionModule.MODULE))
                .get();
        UsersRepositoryImpl<CassandraUsersDAO> repository =
                new UsersRepositoryImpl<>(TestUsers.domains(), new CassandraUsersDAO(session));
        repository.configure(TestUsers.withVirtualHosting());
        users = repository;
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void followTheLifeOfAUser() throws Exception {
        DefaultUserFingerprints fingerprints = new DefaultUserFingerprints(users);
        assertThat(fingerprints.find(ALICE)).isEmpty();
        assertThat(fingerprints.obstacle()).isEmpty();

        users.addUser(ALICE, "secret");
        byte[] first = fingerprints.find(ALICE).orElseThrow();
        assertThat(first).hasSize(32);
        assertThat(fingerprints.find(ALICE)).contains(first);
        assertThat(fingerprints.obstacle()).isEmpty();

        TestUsers.setPassword(users, ALICE, "changed");
        assertThat(fingerprints.find(ALICE).orElseThrow()).isNotEqualTo(first);
    }

    /** The algorithm as James JPA names it. */
    @Test
    void letAUserInWhoWasMadeWithTheHashOfAnotherServer() throws Exception {
        CassandraPasswordHashes hashes = new CassandraPasswordHashes(new JamesCassandra(session));
        String algorithm = "PBKDF2-SHA512-1000-512";
        String hash = Algorithm.of(algorithm).digest("secret", ALICE.asString());
        assertThat(hashes.find(ALICE)).isEmpty();

        assertThat(hashes.create(ALICE, PasswordHash.of(algorithm, hash))).isTrue();

        assertThat(users.test(ALICE, "secret")).isTrue();
        assertThat(users.test(ALICE, "another")).isFalse();
        assertThat(hashes.find(ALICE).orElseThrow().hash()).isEqualTo(hash);
        assertThat(hashes.find(ALICE).orElseThrow().isPortable()).isTrue();
        assertThat(hashes.create(ALICE, PasswordHash.of("SHA-512", "another"))).isFalse();
        TestUsers.setPassword(users, ALICE, "changed");
        assertThat(users.test(ALICE, "changed")).isTrue();
    }

    @Test
    void voidTheRecordWhenThePasswordChangesUnseen() throws Exception {
        CassandraRecordStore store = new CassandraRecordStore(new JamesCassandra(session));
        CredentialRecords records = new CredentialRecords(
                store,
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(new byte[32]),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
        UsersRepository recording = new RecordingUsersRepository(users, records, new TestChanges()).asRepository();

        recording.addUser(ALICE, "secret");
        assertThat(records.usable(ALICE)).isTrue();

        TestUsers.setPassword(users, ALICE, "unseen");
        assertThat(records.usable(ALICE)).isFalse();

        recording.removeUser(ALICE);
        assertThat(store.countsByKey()).isEmpty();
    }
}
