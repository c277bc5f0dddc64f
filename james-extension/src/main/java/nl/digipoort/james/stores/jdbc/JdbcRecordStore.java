package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

/** Credential records in James's database; octets as base64, because no binary type is common to all. Thread-safe. */
public final class JdbcRecordStore implements RecordStore {
    private static final Table CREDENTIAL = Table.of(
            "DIGIPOORT_CREDENTIAL",
            "USER_NAME VARCHAR(255) NOT NULL PRIMARY KEY, REALM VARCHAR(255) NOT NULL, SEALED VARCHAR(2000) NOT NULL,"
                    + " FINGERPRINT VARCHAR(255) NOT NULL, CREATED_AT BIGINT NOT NULL");
    private static final String SELECT =
            "SELECT USER_NAME, REALM, SEALED, FINGERPRINT, CREATED_AT FROM DIGIPOORT_CREDENTIAL";
    private static final String UPDATE = "UPDATE DIGIPOORT_CREDENTIAL SET REALM = ?, SEALED = ?, FINGERPRINT = ?,"
            + " CREATED_AT = ? WHERE USER_NAME = ?";
    private static final String INSERT = "INSERT INTO DIGIPOORT_CREDENTIAL"
            + " (REALM, SEALED, FINGERPRINT, CREATED_AT, USER_NAME) VALUES (?, ?, ?, ?, ?)";

    private final Tables tables;

    @Inject
    public JdbcRecordStore(JamesDatabase database) {
        this.tables = new Tables(database, List.of(CREDENTIAL), CredentialStoreUnavailableException::new);
    }

    @Override
    public Optional<SealedRecord> find(Username user) {
        return tables.run("find a credential record", connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE USER_NAME = ?")) {
                select.setString(1, user.asString());
                return first(select);
            }
        });
    }

    @Override
    public void save(SealedRecord record) {
        // inserting after an update of nothing may hit upon another's insert: then the tables run it again, as an
        // update
        tables.run(
                "save a credential record",
                connection -> write(UPDATE, record, connection) > 0 || write(INSERT, record, connection) > 0);
    }

    @Override
    public void delete(Username user) {
        tables.run("delete a credential record", connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM DIGIPOORT_CREDENTIAL WHERE USER_NAME = ?")) {
                delete.setString(1, user.asString());
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public Optional<SealedRecord> any() {
        return tables.run("find a credential record", connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setMaxRows(1);
                return first(select);
            }
        });
    }

    private static int write(String sql, SealedRecord record, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, record.realm());
            statement.setString(2, Base64.getEncoder().encodeToString(record.sealed()));
            statement.setString(3, Base64.getEncoder().encodeToString(record.fingerprint()));
            statement.setLong(4, record.createdAt().toEpochMilli());
            statement.setString(5, record.user().asString());
            return statement.executeUpdate();
        }
    }

    private static Optional<SealedRecord> first(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(record(row)) : Optional.empty();
        }
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
