// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Iterator;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.model.DefaultUser;

/** Reads the hash from the user object, on servers whose users are {@link DefaultUser}s: memory and Cassandra. */
public final class DefaultUserFingerprints implements PasswordFingerprints {
    private final UsersRepository users;

    @Inject
    public DefaultUserFingerprints(UsersRepository users) {
        this.users = users;
    }

    @Override
    public Optional<byte[]> find(Username user) {
        return hash(user).map(hash -> PasswordFingerprint.of(hash.algorithm(), hash.hash()));
    }

    @Override
    public boolean hasPassword(Username user) {
        return hash(user).map(PasswordHash::isUsable).orElse(false);
    }

    private Optional<PasswordHash> hash(Username user) {
        return JamesUsers.find(users, user).map(DefaultUserFingerprints::hash);
    }

    @Override
    public Optional<String> obstacle() {
        if (users.isReadOnly()) {
            return Optional.of("James only reads its users (" + users.getClass().getName()
                    + "), and does not see their password hash");
        }
        try {
            Iterator<Username> names = users.list();
            return names.hasNext()
                    ? Optional.ofNullable(users.getUserByName(names.next()))
                            .filter(user -> !(user instanceof DefaultUser))
                            .map(user -> hidden(user.getClass()))
                    : Optional.empty();
        } catch (UsersRepositoryException e) {
            throw new CredentialStoreUnavailableException("cannot list James's users", e);
        }
    }

    private static String hidden(Class<? extends User> type) {
        return "James's users (" + type.getName() + ") do not show their password hash";
    }

    private static PasswordHash hash(User user) {
        if (!(user instanceof DefaultUser)) {
            throw new CredentialStoreUnavailableException(hidden(user.getClass()));
        }
        DefaultUser hashed = (DefaultUser) user;
        return PasswordHash.of(hashed.getHashAlgorithm().asString(), hashed.getHashedPassword());
    }
}
