// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's users; each password that is set also makes the user's credential record. If the record cannot be made, James's change stands,
 * and a {@link UsersRepositoryException} says what is done and what is not. Undoing the change could fail as well, and the old record is
 * void in any case. It implements no interface of James, whose other methods differ from James to James. Thread-safe if the delegate is.
 */
public final class RecordingUsersRepository {
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

    private void addUser(Username username, String password) throws UsersRepositoryException {
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
                        + " is added, but its credential record is not made; set the password again");
    }

    private User getUserByName(Username name) throws UsersRepositoryException {
        User user = users.getUserByName(name);
        return user == null ? null : new RecordingUser(user);
    }

    private void updateUser(User user) throws UsersRepositoryException {
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
                            + " is set, but its credential record is not made; set the password again");
            changes.passwordSet(user.getUserName());
        }
    }

    private void removeUser(Username name) throws UsersRepositoryException {
        users.removeUser(name);
        follow(
                () -> records.forget(name),
                "The user " + name.asString() + " is removed, but its credential record, void now, is not deleted");
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

    /** These users with the type that James expects. What this class does not know goes to James's users as it is. */
    public UsersRepository asRepository() {
        return (UsersRepository) Proxy.newProxyInstance(
                UsersRepository.class.getClassLoader(),
                new Class<?>[] {UsersRepository.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        switch (method.getName()) {
            case "addUser":
                addUser((Username) arguments[0], (String) arguments[1]);
                return null;
            case "getUserByName":
                return getUserByName((Username) arguments[0]);
            case "updateUser":
                updateUser((User) arguments[0]);
                return null;
            case "removeUser":
                removeUser((Username) arguments[0]);
                return null;
            default:
                return pass(method, arguments);
        }
    }

    private Object pass(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(users, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
