// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;

/** Looks up James's users. Trouble with them is a {@link CredentialStoreUnavailableException}. */
public final class JamesUsers {
    private JamesUsers() {}

    public static boolean exists(UsersRepository users, Username user) {
        try {
            return users.contains(user);
        } catch (UsersRepositoryException e) {
            throw unavailable(user, e);
        }
    }

    public static Optional<User> find(UsersRepository users, Username user) {
        try {
            return Optional.ofNullable(users.getUserByName(user));
        } catch (UsersRepositoryException e) {
            throw unavailable(user, e);
        }
    }

    private static CredentialStoreUnavailableException unavailable(Username user, UsersRepositoryException cause) {
        return new CredentialStoreUnavailableException("cannot read James's user " + LogText.of(user), cause);
    }
}
