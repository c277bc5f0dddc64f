// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.UsersRepositoryManagement;
import org.apache.james.user.lib.model.DefaultUser;
import org.junit.jupiter.api.Test;

class RecordingUsersRepositoryTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final UsersRepository users = TestUsers.inMemory();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private final CredentialRecords records = records(store);
    private final TestChanges changes = new TestChanges();
    private final RecordingUsersRepository recorder = new RecordingUsersRepository(users, records, changes);
    private final UsersRepository recording = recorder.asRepository();

    @Test
    void makesTheRecordWhenAUserIsAdded() throws Exception {
        recording.addUser(ALICE, "secret");

        assertThat(users.test(ALICE, "secret")).isTrue();
        assertThat(records.usable(ALICE)).isTrue();
    }

    @Test
    void replacesTheRecordWhenThePasswordIsSet() throws Exception {
        recording.addUser(ALICE, "secret");
        byte[] before = records.digests(ALICE, "alice").get(0);

        User user = recording.getUserByName(ALICE);
        user.setPassword("changed");
        recording.updateUser(user);

        assertThat(users.test(ALICE, "changed")).isTrue();
        assertThat(records.digests(ALICE, "alice")).hasSize(1).doesNotContain(before);
    }

    @Test
    void passesTheUserAsJamesMadeItWhenItIsUpdated() throws Exception {
        recording.addUser(ALICE, "secret");

        recording.updateUser(recording.getUserByName(ALICE));

        assertThat(users.getUserByName(ALICE)).isInstanceOf(DefaultUser.class);
    }

    @Test
    void holdsThePasswordOnlyUntilTheUpdate() throws Exception {
        recording.addUser(ALICE, "secret");
        User user = recording.getUserByName(ALICE);
        user.setPassword("changed");

        recording.updateUser(user);

        assertThat(((RecordingUser) user).takeNewPassword()).isEmpty();
    }

    @Test
    void passesAUserOnWhenItIsNotOneOfOurs() throws Exception {
        recording.addUser(ALICE, "secret");

        recording.updateUser(users.getUserByName(ALICE));

        assertThat(records.usable(ALICE)).isTrue();
    }

    @Test
    void forgetsTheRecordWhenTheUserIsRemoved() throws Exception {
        recording.addUser(ALICE, "secret");

        recording.removeUser(ALICE);

        assertThat(users.contains(ALICE)).isFalse();
        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void clearsAwayWhatARemovedUserLeavesAndOnceMoreBeforeOneOfThatNameIsAdded() throws Exception {
        recording.addUser(ALICE, "secret");
        assertThat(changes.told).containsExactly("clear alice@example.org");
        User user = recording.getUserByName(ALICE);
        user.setPassword("changed");
        recording.updateUser(user);
        assertThat(changes.told).endsWith("password of alice@example.org");

        recording.removeUser(ALICE);

        assertThat(changes.told).hasSize(3).endsWith("clear alice@example.org");
    }

    @Test
    void addsNoUserWhileSomethingIsLeftOfOneOfThatName() throws Exception {
        changes.fails = true;

        assertThatThrownBy(() -> recording.addUser(ALICE, "secret"))
                .isInstanceOf(UsersRepositoryException.class)
                .hasMessage("The user alice@example.org is not added: mail or limits of one of that name are left;"
                        + " try again in a minute");

        assertThat(users.contains(ALICE)).isFalse();
    }

    @Test
    void clearsNothingAwayOfAUserThatIsThere() throws Exception {
        users.addUser(ALICE, "secret");

        assertThatThrownBy(() -> recording.addUser(ALICE, "again")).isInstanceOf(UsersRepositoryException.class);

        assertThat(changes.told).isEmpty();
    }

    @Test
    void makesNoRecordWhenJamesRefusesTheUser() {
        assertThatThrownBy(() -> recording.addUser(Username.of("alice@unknown.org"), "secret"))
                .isInstanceOf(UsersRepositoryException.class);

        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void findsNoUserWhenThereIsNone() throws Exception {
        assertThat(recording.getUserByName(ALICE)).isNull();
    }

    @Test
    void letsTheNewUserStandAndTellsWhenTheRecordCannotBeMade() throws Exception {
        UsersRepository broken =
                new RecordingUsersRepository(users, records(new StoreThatIsDown()), changes).asRepository();

        assertThatThrownBy(() -> broken.addUser(ALICE, "secret"))
                .isInstanceOf(UsersRepositoryException.class)
                .hasMessage("The user alice@example.org is added, but its credential record is not made;"
                        + " set the password again")
                .hasCauseInstanceOf(CredentialStoreUnavailableException.class);
        assertThat(users.test(ALICE, "secret")).isTrue();
    }

    @Test
    void letsTheRemovalStandAndTellsWhenTheRecordCannotBeDeleted() throws Exception {
        users.addUser(ALICE, "secret");
        UsersRepository broken =
                new RecordingUsersRepository(users, records(new StoreThatIsDown()), changes).asRepository();

        assertThatThrownBy(() -> broken.removeUser(ALICE)).isInstanceOf(UsersRepositoryException.class);
        assertThat(users.contains(ALICE)).isFalse();
    }

    @Test
    void seesThePasswordsOfTheCommandLineWhenStarted() throws Exception {
        UsersRepositoryManagement management = new UsersRepositoryManagement();
        management.setUsersRepository(users);
        new CliPasswordRecorder(management, recorder).start();

        management.addUser("alice@example.org", "secret");
        assertThat(records.usable(ALICE)).isTrue();

        management.setPassword("alice@example.org", "changed");
        assertThat(users.test(ALICE, "changed")).isTrue();
        assertThat(records.usable(ALICE)).isTrue();

        management.deleteUser("alice@example.org");
        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void answersAsJamesDoesWhenNoPasswordIsConcerned() throws Exception {
        recording.addUser(ALICE, "secret");

        assertThat(recording.contains(ALICE)).isTrue();
        assertThat(recording.test(ALICE, "secret")).isTrue();
        assertThat(recording.countUsers()).isEqualTo(1);
        assertThat(recording.list()).toIterable().containsExactly(ALICE);
        assertThat(recording.supportVirtualHosting()).isTrue();
        assertThat(recording.getMailAddressFor(ALICE)).isEqualTo(ALICE.asMailAddress());
        assertThat(recording.getUsername(ALICE.asMailAddress())).isEqualTo(ALICE);
        assertThat(recording.isAdministrator(ALICE)).isFalse();
        assertThat(recording.isReadOnly()).isFalse();
        assertThatCode(() -> recording.assertValid(ALICE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> recording.assertValid(Username.of("alice")))
                .isInstanceOf(UsersRepositoryException.class);
    }

    private CredentialRecords records(RecordStore someStore) {
        RecordSeal seal = TestSeals.under(new byte[32]);
        return new CredentialRecords(
                someStore,
                new DefaultUserFingerprints(users),
                users,
                seal,
                "example.org",
                4096,
                true,
                Clock.systemUTC());
    }
}
