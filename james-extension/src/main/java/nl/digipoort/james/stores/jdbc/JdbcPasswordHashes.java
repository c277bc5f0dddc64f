// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.PasswordHashes;
import org.apache.james.core.Username;

/** The hashes in James JPA's user table. Thread-safe. */
public final class JdbcPasswordHashes implements PasswordHashes {
    private static final String SELECT = "SELECT PASSWORD_HASH_ALGORITHM, PASSWORD FROM JAMES_USER WHERE USER_NAME = ?";
    private static final String INSERT =
            "INSERT INTO JAMES_USER (USER_NAME, PASSWORD_HASH_ALGORITHM, PASSWORD, version) VALUES (?, ?, ?, 1)";

    private final Tables tables;

    @Inject
    public JdbcPasswordHashes(JamesDatabase database) {
        this.tables = new Tables(database, List.of(), CredentialStoreUnavailableException::new);
    }

    @Override
    public String form() {
        return "jpa";
    }

    @Override
    public Optional<PasswordHash> find(Username user) {
        return tables.query(
                "read a user's password hash",
                connection -> Sql.first(
                        connection,
                        row -> PasswordHash.of(row.getString(1), row.getString(2)),
                        SELECT,
                        user.asString()));
    }

    @Override
    public boolean create(Username user, PasswordHash hash) {
        return tables.run(
                "make a user",
                connection -> !Sql.exists(connection, SELECT, user.asString())
                        && Sql.update(connection, INSERT, user.asString(), hash.algorithm(), hash.hash()) > 0);
    }
}
