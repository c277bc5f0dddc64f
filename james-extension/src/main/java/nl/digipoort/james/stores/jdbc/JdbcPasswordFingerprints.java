// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.PasswordFingerprint;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.PasswordHash;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.jpa.JPAUsersRepository;

/**
 * Reads the hash from James JPA's user table, because its user objects do not show it. Uses SQL rather than the entity, to bypass OpenJPA's
 * caches.
 */
public final class JdbcPasswordFingerprints implements PasswordFingerprints {
    private final UsersRepository users;
    private final JdbcPasswordHashes hashes;

    /** @param users James's users, which may be stored elsewhere even if James has a database */
    @Inject
    public JdbcPasswordFingerprints(UsersRepository users, JamesDatabase database) {
        this.users = users;
        this.hashes = new JdbcPasswordHashes(database);
    }

    @Override
    public Optional<byte[]> find(Username user) {
        return hashes.find(user).map(hash -> PasswordFingerprint.of(hash.algorithm(), hash.hash()));
    }

    @Override
    public boolean hasPassword(Username user) {
        return hashes.find(user).map(PasswordHash::isUsable).orElse(false);
    }

    @Override
    public Optional<String> obstacle() {
        return users instanceof JPAUsersRepository
                ? Optional.empty()
                : Optional.of("James keeps its users elsewhere ("
                        + users.getClass().getName() + ") than in its database, and their password hash is not seen");
    }
}
