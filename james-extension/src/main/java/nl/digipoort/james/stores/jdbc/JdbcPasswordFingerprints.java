// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.PasswordFingerprint;
import nl.digipoort.james.credential.PasswordFingerprints;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.jpa.JPAUsersRepository;

/**
 * Reads the hash from James JPA's user table, because its user objects do not show it. Uses SQL rather than the entity, to bypass OpenJPA's
 * caches.
 */
public final class JdbcPasswordFingerprints implements PasswordFingerprints {
    private static final String SELECT = "SELECT PASSWORD_HASH_ALGORITHM, PASSWORD FROM JAMES_USER WHERE USER_NAME = ?";

    private final UsersRepository users;
    private final Tables tables;

    /** @param users James's users, which may be stored elsewhere even if James has a database */
    @Inject
    public JdbcPasswordFingerprints(UsersRepository users, JamesDatabase database) {
        this.users = users;
        this.tables = new Tables(database, List.of(), CredentialStoreUnavailableException::new);
    }

    @Override
    public Optional<byte[]> find(Username user) {
        return tables.run(
                "read a user's password hash",
                connection -> Sql.first(
                        connection,
                        row -> PasswordFingerprint.of(row.getString(1), row.getString(2)),
                        SELECT,
                        user.asString()));
    }

    @Override
    public Optional<String> obstacle() {
        return users instanceof JPAUsersRepository
                ? Optional.empty()
                : Optional.of("James keeps its users elsewhere ("
                        + users.getClass().getName() + ") than in its database, and their password hash is not seen");
    }
}
