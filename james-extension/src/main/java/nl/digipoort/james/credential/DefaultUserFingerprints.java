package nl.digipoort.james.credential;

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
        try {
            return Optional.ofNullable(users.getUserByName(user)).map(DefaultUserFingerprints::fingerprint);
        } catch (UsersRepositoryException e) {
            throw new CredentialStoreUnavailableException("cannot read James's user " + user.asString(), e);
        }
    }

    private static byte[] fingerprint(User user) {
        if (!(user instanceof DefaultUser)) {
            throw new CredentialStoreUnavailableException("this server's users do not show their password hash: "
                    + user.getClass().getName());
        }
        DefaultUser hashed = (DefaultUser) user;
        return PasswordFingerprint.of(hashed.getHashAlgorithm().asString(), hashed.getHashedPassword());
    }
}
