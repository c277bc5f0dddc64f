// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockState;
import nl.digipoort.james.lock.MaildropLocks;
import org.apache.james.core.Username;

/**
 * Locks in James's database. Each maildrop has one row, which stays when the lock is freed, so that its fence only grows. Every change is a
 * single compare-and-set statement, and the database's clock decides about expiry. Thread-safe.
 */
public final class JdbcMaildropLocks implements MaildropLocks {
    private static final Table LOCK = Table.of(
            "DIGIPOORT_MAILDROP_LOCK",
            "MAILDROP VARCHAR(255) NOT NULL PRIMARY KEY, FENCE BIGINT NOT NULL, OWNER_TOKEN VARCHAR(36),"
                    + " HOLDER_KIND VARCHAR(16), HOLDER_NODE VARCHAR(255), HOLDER_CLIENT VARCHAR(255),"
                    + " LOCK_STATE VARCHAR(16), HELD_SINCE TIMESTAMP WITH TIME ZONE,"
                    + " EXPIRES_AT TIMESTAMP WITH TIME ZONE");
    private static final String IN_FORCE = "OWNER_TOKEN IS NOT NULL AND EXPIRES_AT > CURRENT_TIMESTAMP";
    private static final String OWN = "MAILDROP = ? AND OWNER_TOKEN = ? AND EXPIRES_AT > CURRENT_TIMESTAMP";
    private static final String FREE = "OWNER_TOKEN = NULL, EXPIRES_AT = NULL";
    private static final String SELECT = "SELECT MAILDROP, FENCE, OWNER_TOKEN, HOLDER_KIND, HOLDER_NODE, HOLDER_CLIENT,"
            + " LOCK_STATE, HELD_SINCE, EXPIRES_AT, CURRENT_TIMESTAMP FROM DIGIPOORT_MAILDROP_LOCK WHERE " + IN_FORCE;
    private static final String SELECT_ONE = SELECT + " AND MAILDROP = ?";
    private static final String BREAK =
            "UPDATE DIGIPOORT_MAILDROP_LOCK SET " + FREE + " WHERE MAILDROP = ? AND FENCE = ? AND " + IN_FORCE;
    /** Leases renewed in one transaction, which locks their rows until its end. */
    private static final int RENEWED_AT_ONCE = 100;

    private final Tables tables;
    private final String take;
    private final String insert;
    private final String renew;
    private final String beginUpdate;

    JdbcMaildropLocks(Transactions database, Duration leaseTime) {
        this.tables = new Tables(database, List.of(LOCK));
        String until = "CURRENT_TIMESTAMP + INTERVAL '" + leaseTime.toSeconds() + "' SECOND(4)";
        this.take = "UPDATE DIGIPOORT_MAILDROP_LOCK SET FENCE = FENCE + 1, OWNER_TOKEN = ?, HOLDER_KIND = ?,"
                + " HOLDER_NODE = ?, HOLDER_CLIENT = ?, LOCK_STATE = ?, HELD_SINCE = CURRENT_TIMESTAMP, EXPIRES_AT = "
                + until + " WHERE MAILDROP = ? AND NOT (" + IN_FORCE + ")";
        this.insert =
                "INSERT INTO DIGIPOORT_MAILDROP_LOCK (FENCE, OWNER_TOKEN, HOLDER_KIND, HOLDER_NODE, HOLDER_CLIENT,"
                        + " LOCK_STATE, HELD_SINCE, EXPIRES_AT, MAILDROP) VALUES (1, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP, "
                        + until
                        + ", ?)";
        this.renew = "UPDATE DIGIPOORT_MAILDROP_LOCK SET EXPIRES_AT = " + until + " WHERE " + OWN;
        this.beginUpdate = "UPDATE DIGIPOORT_MAILDROP_LOCK SET LOCK_STATE = '" + LockState.UPDATING + "', EXPIRES_AT = "
                + until + " WHERE " + OWN;
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        UUID owner = UUID.randomUUID();
        return certainly(
                () -> tables.run("take a maildrop's lock", connection -> take(maildrop, owner, holder, connection)),
                () -> lease(maildrop, owner));
    }

    private Optional<Lease> take(Username maildrop, UUID owner, LeaseHolder holder, Connection connection)
            throws SQLException {
        if (grant(take, maildrop, owner, holder, connection)) {
            return fence(maildrop, connection).map(fence -> Lease.of(maildrop, owner, fence));
        }
        if (fence(maildrop, connection).isPresent()) {
            return Optional.empty();
        }
        // the insert may conflict with another one: then Tables runs it again and finds the other's row
        return grant(insert, maildrop, owner, holder, connection)
                ? Optional.of(Lease.of(maildrop, owner, 1))
                : Optional.empty();
    }

    private static boolean grant(String sql, Username maildrop, UUID owner, LeaseHolder holder, Connection connection)
            throws SQLException {
        return Sql.update(
                        connection,
                        sql,
                        owner.toString(),
                        holder.kind().name(),
                        holder.node(),
                        holder.client(),
                        LockState.HELD.name(),
                        maildrop.asString())
                > 0;
    }

    private static Optional<Long> fence(Username maildrop, Connection connection) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getLong(1),
                "SELECT FENCE FROM DIGIPOORT_MAILDROP_LOCK WHERE MAILDROP = ?",
                maildrop.asString());
    }

    @Override
    public Set<Lease> renew(Collection<Lease> leases) {
        List<Lease> all = List.copyOf(leases);
        Set<Lease> over = new HashSet<>();
        for (int from = 0; from < all.size(); from += RENEWED_AT_ONCE) {
            over.addAll(renewAtOnce(all.subList(from, Math.min(from + RENEWED_AT_ONCE, all.size()))));
        }
        return over;
    }

    /** Safe to repeat: after a lost answer the lease is renewed again. */
    private List<Lease> renewAtOnce(List<Lease> leases) {
        Supplier<List<Lease>> renewal = () -> tables.run("renew locks on maildrops", connection -> {
            List<Lease> over = new ArrayList<>();
            for (Lease lease : leases) {
                if (!changeOwn(renew, lease, connection)) {
                    over.add(lease);
                }
            }
            return over;
        });
        return certainly(renewal, renewal);
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        Supplier<Boolean> begin =
                () -> tables.run("begin UPDATE under a lock", connection -> changeOwn(beginUpdate, lease, connection));
        return certainly(begin, begin);
    }

    @Override
    public void release(Lease lease) {
        Supplier<Boolean> release = () -> tables.run(
                "free a maildrop's lock",
                connection ->
                        changeOwn("UPDATE DIGIPOORT_MAILDROP_LOCK SET " + FREE + " WHERE " + OWN, lease, connection));
        certainly(release, release);
    }

    private static boolean changeOwn(String sql, Lease lease, Connection connection) throws SQLException {
        return Sql.update(
                        connection,
                        sql,
                        lease.maildrop().asString(),
                        lease.owner().toString())
                > 0;
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        return tables.run(
                "look at a maildrop's lock",
                connection -> Sql.first(connection, JdbcMaildropLocks::view, SELECT_ONE, maildrop.asString()));
    }

    @Override
    public List<LockInfo> lookAll() {
        return tables.run(
                "look at the locks on maildrops", connection -> Sql.all(connection, JdbcMaildropLocks::view, SELECT));
    }

    private static LockInfo view(ResultSet row) throws SQLException {
        OffsetDateTime since = row.getObject("HELD_SINCE", OffsetDateTime.class);
        OffsetDateTime until = row.getObject("EXPIRES_AT", OffsetDateTime.class);
        OffsetDateTime now = row.getObject(10, OffsetDateTime.class);
        return LockInfo.of(
                Username.of(row.getString("MAILDROP")),
                row.getLong("FENCE"),
                LeaseHolder.of(
                        HolderKind.valueOf(row.getString("HOLDER_KIND")),
                        row.getString("HOLDER_NODE"),
                        row.getString("HOLDER_CLIENT")),
                LockState.valueOf(row.getString("LOCK_STATE")),
                since.toInstant(),
                Duration.between(now, until));
    }

    @Override
    public boolean breakLock(Username maildrop, long fence) {
        return tables.run(
                "break a maildrop's lock", connection -> Sql.update(connection, BREAK, maildrop.asString(), fence) > 0);
    }

    private Optional<Lease> lease(Username maildrop, UUID owner) {
        return tables.run(
                "look again at a maildrop's lock",
                connection -> Sql.first(
                        connection,
                        row -> owner.toString().equals(row.getString("OWNER_TOKEN"))
                                ? Lease.of(maildrop, owner, row.getLong("FENCE"))
                                : null,
                        SELECT_ONE,
                        maildrop.asString()));
    }

    /** If it is unknown whether a change was committed, a second query on another connection decides. */
    private static <T> T certainly(Supplier<T> change, Supplier<T> secondLook) {
        try {
            return change.get();
        } catch (StoreUnavailableException e) {
            try {
                return secondLook.get();
            } catch (StoreUnavailableException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }
}
