// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Iterator;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's users; each password that is set also makes the user's credential record. If the record cannot be made, James's change stands,
 * and a {@link UsersRepositoryException} says what is done and what is not. Undoing the change could fail as well, and the old record is
 * void in any case. Thread-safe if the delegate is.
 */
public final class RecordingUsersRepository implements UsersRepository {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecordingUsersRepository.class);

    private final UsersRepository users;
    private final CredentialRecords records;
    private final UserChanges changes;

    @Inject
    public RecordingUsersRepository(UsersRepository users, CredentialRecords records, UserChanges changes) {
        this.users = users;
        this.records = records;
        this.changes = changes;
    }

    @Override
    public void addUser(Username username, String password) throws UsersRepositoryException {
        if (!users.contains(username)) {
            follow(
                    () -> changes.clear(username),
                    "The user " + username.asString() + " is not added: mail or limits of one of that name are left;"
                            + " try again in a minute");
        }
        users.addUser(username, password);
        follow(
                () -> records.remember(username, password),
                "The user " + username.asString()
                        + " is added, but its DIGEST-MD5 credential record is not made; set the password again");
    }

    @Override
    public User getUserByName(Username name) throws UsersRepositoryException {
        User user = users.getUserByName(name);
        return user == null ? null : new RecordingUser(user);
    }

    @Override
    public void updateUser(User user) throws UsersRepositoryException {
        if (!(user instanceof RecordingUser)) {
            users.updateUser(user);
            return;
        }
        RecordingUser recording = (RecordingUser) user;
        Optional<String> password = recording.takeNewPassword();
        users.updateUser(recording.unwrap());
        if (password.isPresent()) {
            follow(
                    () -> records.remember(user.getUserName(), password.get()),
                    "The password of " + user.getUserName().asString()
                            + " is set, but its DIGEST-MD5 credential record is not made; set the password again");
            changes.passwordSet(user.getUserName());
        }
    }

    @Override
    public void removeUser(Username name) throws UsersRepositoryException {
        users.removeUser(name);
        follow(
                () -> records.forget(name),
                "The user " + name.asString()
                        + " is removed, but its DIGEST-MD5 credential record, void now, is not deleted");
        follow(
                () -> changes.clear(name),
                "The user " + name.asString() + " is removed, but its mail or its limits are left;"
                        + " they are cleared away when a user of that name is added");
    }

    private static void follow(Runnable change, String failure) throws UsersRepositoryException {
        try {
            change.run();
        } catch (CredentialStoreUnavailableException | NotClearedException e) {
            LOGGER.error("{}", failure, e);
            throw new UsersRepositoryException(failure, e);
        }
    }

    @Override
    public boolean contains(Username name) throws UsersRepositoryException {
        return users.contains(name);
    }

    @Override
    public Publisher<Boolean> containsReactive(Username name) {
        return users.containsReactive(name);
    }

    @Override
    public boolean test(Username name, String password) throws UsersRepositoryException {
        return users.test(name, password);
    }

    @Override
    public int countUsers() throws UsersRepositoryException {
        return users.countUsers();
    }

    @Override
    public Iterator<Username> list() throws UsersRepositoryException {
        return users.list();
    }

    @Override
    public Publisher<Username> listReactive() {
        return users.listReactive();
    }

    @Override
    public boolean supportVirtualHosting() throws UsersRepositoryException {
        return users.supportVirtualHosting();
    }

    @Override
    public Username getUsername(MailAddress mailAddress) throws UsersRepositoryException {
        return users.getUsername(mailAddress);
    }

    @Override
    public MailAddress getMailAddressFor(Username username) throws UsersRepositoryException {
        return users.getMailAddressFor(username);
    }

    @Override
    public boolean isAdministrator(Username username) throws UsersRepositoryException {
        return users.isAdministrator(username);
    }

    @Override
    public boolean isReadOnly() {
        return users.isReadOnly();
    }

    @Override
    public void assertValid(Username username) throws UsersRepositoryException {
        users.assertValid(username);
    }
}
