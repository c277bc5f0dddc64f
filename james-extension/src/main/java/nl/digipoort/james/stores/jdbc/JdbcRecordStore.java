// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.collect.ObjectArrays;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealHeader;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

/** Credential records in James's database. Octets are stored as base64, because no binary type is common to all databases. Thread-safe. */
public final class JdbcRecordStore implements RecordStore {
    private static final Table CREDENTIAL = Table.of(
            "DIGIPOORT_CREDENTIAL",
            "USER_NAME VARCHAR(255) NOT NULL PRIMARY KEY, REALM VARCHAR(255) NOT NULL, SEALED VARCHAR(2000) NOT NULL,"
                    + " FINGERPRINT VARCHAR(255) NOT NULL, CREATED_AT BIGINT NOT NULL");
    private static final String SELECT =
            "SELECT USER_NAME, REALM, SEALED, FINGERPRINT, CREATED_AT FROM DIGIPOORT_CREDENTIAL";
    private static final String REPLACE = "UPDATE DIGIPOORT_CREDENTIAL SET REALM = ?, SEALED = ?, FINGERPRINT = ?,"
            + " CREATED_AT = ? WHERE USER_NAME = ? AND SEALED = ?";
    private static final String INSERT = "INSERT INTO DIGIPOORT_CREDENTIAL"
            + " (REALM, SEALED, FINGERPRINT, CREATED_AT, USER_NAME) VALUES (?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM DIGIPOORT_CREDENTIAL WHERE USER_NAME = ?";
    private static final String DELETE_FOUND = DELETE + " AND SEALED = ?";
    // a header of nine octets is twelve base64 characters
    private static final String HEADER = "SUBSTRING(SEALED FROM 1 FOR 12)";
    private static final String COUNT = "SELECT HEADER, COUNT(*) FROM (SELECT " + HEADER
            + " AS HEADER FROM DIGIPOORT_CREDENTIAL) HEADERS GROUP BY HEADER";
    private static final String SELECT_NOT_UNDER = "SELECT USER_NAME FROM DIGIPOORT_CREDENTIAL WHERE " + HEADER
            + " <> ? AND USER_NAME > ? ORDER BY USER_NAME LIMIT ?";

    private final Tables tables;

    @Inject
    public JdbcRecordStore(Transactions database) {
        this.tables = new Tables(database, List.of(CREDENTIAL), CredentialStoreUnavailableException::new);
    }

    @Override
    public Optional<SealedRecord> find(Username user) {
        return tables.query("find a credential record", connection -> find(user, connection));
    }

    private static Optional<SealedRecord> find(Username user, Connection connection) throws SQLException {
        return Sql.first(connection, JdbcRecordStore::record, SELECT + " WHERE USER_NAME = ?", user.asString());
    }

    @Override
    public boolean saveIfAbsent(SealedRecord record) {
        // the insert may conflict with another one: then Tables runs it again and finds the other's row
        return tables.run(
                "save a credential record",
                connection -> find(record.user(), connection).isEmpty()
                        && Sql.update(connection, INSERT, values(record)) > 0);
    }

    @Override
    public boolean replace(SealedRecord found, SealedRecord replacement) {
        return tables.run(
                "replace a credential record",
                connection -> Sql.update(
                                connection, REPLACE, ObjectArrays.concat(values(replacement), base64(found.sealed())))
                        > 0);
    }

    @Override
    public void delete(Username user) {
        tables.run("delete a credential record", connection -> Sql.update(connection, DELETE, user.asString()));
    }

    @Override
    public boolean delete(SealedRecord found) {
        return tables.run(
                "delete the credential record that was found",
                connection -> Sql.update(connection, DELETE_FOUND, found.user().asString(), base64(found.sealed())) > 0
                        || find(found.user(), connection).isEmpty());
    }

    @Override
    public Map<String, Long> countsByKey() {
        return tables.run("count the credential records", connection -> {
            Map<String, Long> counts = new HashMap<>();
            Sql.visit(connection, row -> counts.merge(keyId(row.getString(1)), row.getLong(2), Long::sum), COUNT);
            return counts;
        });
    }

    private static String keyId(String header) {
        try {
            return SealHeader.keyId(Base64.getDecoder().decode(header));
        } catch (IllegalArgumentException e) {
            return SealHeader.NO_KEY;
        }
    }

    @Override
    public List<Username> usersNotUnder(String keyId, Optional<Username> after, int most) {
        return tables.run(
                "find credential records by their key",
                connection -> Sql.all(
                        connection,
                        row -> Username.of(row.getString(1)),
                        SELECT_NOT_UNDER,
                        base64(SealHeader.of(keyId)),
                        after.map(Username::asString).orElse(""),
                        most));
    }

    private static Object[] values(SealedRecord record) {
        return new Object[] {
            record.realm(),
            base64(record.sealed()),
            base64(record.fingerprint()),
            record.createdAt().toEpochMilli(),
            record.user().asString()
        };
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static SealedRecord record(ResultSet row) throws SQLException {
        try {
            return SealedRecord.of(
                    Username.of(row.getString(1)),
                    row.getString(2),
                    Base64.getDecoder().decode(row.getString(3)),
                    Base64.getDecoder().decode(row.getString(4)),
                    Instant.ofEpochMilli(row.getLong(5)));
        } catch (IllegalArgumentException e) {
            throw new SQLException("a row of DIGIPOORT_CREDENTIAL is not what was written", e);
        }
    }
}
