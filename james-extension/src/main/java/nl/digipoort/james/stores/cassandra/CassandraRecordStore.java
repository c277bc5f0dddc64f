// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.SealedRecord;
import org.apache.james.core.Username;

/** Credential records in James's Cassandra, one row per user, changed only by compare-and-set. Thread-safe. */
public final class CassandraRecordStore implements RecordStore {
    private static final Table CREDENTIAL = Table.of(
            "digipoort_credential",
            "user_name text PRIMARY KEY, realm text, sealed blob, key_id text, fingerprint blob, created_at timestamp");
    private static final Query FIND = Query.read(
            "SELECT user_name, realm, sealed, fingerprint, created_at FROM digipoort_credential WHERE user_name = ?");
    private static final Query SAVE = Query.compareAndSet("INSERT INTO digipoort_credential"
            + " (user_name, realm, sealed, key_id, fingerprint, created_at) VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    private static final Query REPLACE = Query.compareAndSet("UPDATE digipoort_credential"
            + " SET realm = ?, sealed = ?, key_id = ?, fingerprint = ?, created_at = ?"
            + " WHERE user_name = ? IF sealed = ?");
    private static final Query DELETE =
            Query.compareAndSet("DELETE FROM digipoort_credential WHERE user_name = ? IF EXISTS");
    private static final Query DELETE_FOUND =
            Query.compareAndSet("DELETE FROM digipoort_credential WHERE user_name = ? IF sealed = ?");
    private static final Query KEY_IDS = Query.read("SELECT user_name, key_id FROM digipoort_credential");
    private static final Query KEY_IDS_AFTER =
            Query.read("SELECT user_name, key_id FROM digipoort_credential WHERE token(user_name) > token(?)");

    private final Tables tables;

    @Inject
    public CassandraRecordStore(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(CREDENTIAL), CredentialStoreUnavailableException::new);
    }

    @Override
    public Optional<SealedRecord> find(Username user) {
        return tables.row("find a credential record", FIND, user.asString()).map(CassandraRecordStore::record);
    }

    @Override
    public boolean saveIfAbsent(SealedRecord record) {
        CasAnswer answer = tables.compareAndSet(
                "save a credential record",
                SAVE,
                record.user().asString(),
                record.realm(),
                ByteBuffer.wrap(record.sealed()),
                record.keyId(),
                ByteBuffer.wrap(record.fingerprint()),
                record.createdAt());
        return isStored(record, answer);
    }

    @Override
    public boolean replace(SealedRecord found, SealedRecord replacement) {
        CasAnswer answer = tables.compareAndSet(
                "replace a credential record",
                REPLACE,
                replacement.realm(),
                ByteBuffer.wrap(replacement.sealed()),
                replacement.keyId(),
                ByteBuffer.wrap(replacement.fingerprint()),
                replacement.createdAt(),
                found.user().asString(),
                ByteBuffer.wrap(found.sealed()));
        return isStored(replacement, answer);
    }

    /** The row that prevented the write may be this record itself; two records never have the same sealed octets. */
    private static boolean isStored(SealedRecord record, CasAnswer answer) {
        return answer.isApplied()
                || answer.found()
                        .filter(row -> MessageDigest.isEqual(Tables.octets(row, "sealed"), record.sealed()))
                        .isPresent();
    }

    @Override
    public void delete(Username user) {
        tables.compareAndSet("delete a credential record", DELETE, user.asString());
    }

    @Override
    public boolean delete(SealedRecord found) {
        CasAnswer answer = tables.compareAndSet(
                "delete the credential record that was found",
                DELETE_FOUND,
                found.user().asString(),
                ByteBuffer.wrap(found.sealed()));
        return answer.isApplied() || answer.found().isEmpty();
    }

    @Override
    public Map<String, Long> countsByKey() {
        Map<String, Long> counts = new HashMap<>();
        tables.visit(
                "count the credential records",
                row -> {
                    counts.merge(row.getString("key_id"), 1L, Long::sum);
                    return true;
                },
                KEY_IDS);
        return counts;
    }

    /** Returns users in the order of Cassandra's tokens. */
    @Override
    public List<Username> usersNotUnder(String keyId, Optional<Username> after, int most) {
        List<Username> users = new ArrayList<>();
        Predicate<Row> collect = row -> {
            if (!keyId.equals(row.getString("key_id"))) {
                users.add(Username.of(row.getString("user_name")));
            }
            return users.size() < most;
        };
        String purpose = "find credential records by their key";
        if (after.isPresent()) {
            tables.visit(purpose, collect, KEY_IDS_AFTER, after.get().asString());
        } else {
            tables.visit(purpose, collect, KEY_IDS);
        }
        return users;
    }

    private static SealedRecord record(Row row) {
        return SealedRecord.of(
                Username.of(row.getString("user_name")),
                row.getString("realm"),
                Tables.octets(row, "sealed"),
                Tables.octets(row, "fingerprint"),
                row.get("created_at", Instant.class));
    }
}
