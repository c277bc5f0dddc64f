// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.base.Stopwatch;
import com.google.common.collect.Lists;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockState;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.Renewals;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks in James's database. Each maildrop has one row, which stays when the lock is freed, so that its fence only grows. Every change is a
 * single statement that compares and sets, and commits by itself. {@link LockWatch} decides when a lock may be taken over; EXPIRES_AT is for
 * nodes of earlier versions only (ADR 46). Thread-safe.
 */
public final class JdbcMaildropLocks implements MaildropLocks {
    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcMaildropLocks.class);
    private static final Table LOCK = Table.of(
                    "DIGIPOORT_MAILDROP_LOCK",
                    "MAILDROP VARCHAR(255) NOT NULL PRIMARY KEY, FENCE BIGINT NOT NULL, OWNER_TOKEN VARCHAR(36),"
                            + " HOLDER_KIND VARCHAR(16), HOLDER_NODE VARCHAR(255), HOLDER_CLIENT VARCHAR(255),"
                            + " LOCK_STATE VARCHAR(16), HELD_SINCE TIMESTAMP WITH TIME ZONE,"
                            + " EXPIRES_AT TIMESTAMP WITH TIME ZONE")
            .withColumns(List.of("RENEWALS BIGINT DEFAULT 0 NOT NULL", "LEASE_SECONDS INTEGER"))
            .withPostgresIndex("(MAILDROP) WHERE OWNER_TOKEN IS NOT NULL");
    private static final String UPDATE = "UPDATE DIGIPOORT_MAILDROP_LOCK SET ";
    private static final String FREE = UPDATE + "OWNER_TOKEN = NULL, EXPIRES_AT = NULL WHERE MAILDROP = ? AND ";
    private static final String OWN = " WHERE MAILDROP = ? AND OWNER_TOKEN = ?";
    private static final String UNCHANGED = "FENCE = ? AND OWNER_TOKEN = ? AND RENEWALS = ? AND EXPIRES_AT = ?";
    private static final String SELECT = "SELECT " + LockRow.COLUMNS + " FROM DIGIPOORT_MAILDROP_LOCK";
    private static final String SELECT_ONE = SELECT + " WHERE MAILDROP = ?";
    private static final String SELECT_HELD = SELECT + " WHERE OWNER_TOKEN IS NOT NULL";

    private static final int TRIES = 4;
    private static final int RENEWED_AT_ONCE = 100;

    private final Tables tables;
    private final Transactions pool;
    private final Transactions keeper;
    private final Duration leaseTime;
    private final LockWatch watch;
    private final String insert;
    private final String take;
    private final String renew;
    private final String beginUpdate;

    /**
     * @param pool James's pool of connections
     * @param keeper the same database beside that pool, so that leases are renewed even if all connections of the pool are taken
     */
    JdbcMaildropLocks(Transactions pool, Transactions keeper, Duration leaseTime, LockWatch watch) {
        this.tables = new Tables(pool, List.of(LOCK));
        this.pool = pool;
        this.keeper = keeper;
        this.leaseTime = leaseTime;
        this.watch = watch;
        String until = "CURRENT_TIMESTAMP + INTERVAL '" + leaseTime.toSeconds() + "' SECOND(4)";
        String renewed = "RENEWALS = RENEWALS + 1, EXPIRES_AT = GREATEST(EXPIRES_AT, " + until + ")";
        this.insert = "INSERT INTO DIGIPOORT_MAILDROP_LOCK (FENCE, OWNER_TOKEN, LEASE_SECONDS, HOLDER_KIND,"
                + " HOLDER_NODE, HOLDER_CLIENT, LOCK_STATE, MAILDROP, HELD_SINCE, EXPIRES_AT)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP, " + until + ")";
        this.take = UPDATE + "FENCE = ?, OWNER_TOKEN = ?, LEASE_SECONDS = ?, HOLDER_KIND = ?, HOLDER_NODE = ?,"
                + " HOLDER_CLIENT = ?, LOCK_STATE = ?, RENEWALS = RENEWALS + 1, HELD_SINCE = CURRENT_TIMESTAMP,"
                + " EXPIRES_AT = " + until + " WHERE MAILDROP = ? AND ";
        this.renew = UPDATE + renewed;
        this.beginUpdate = UPDATE + "LOCK_STATE = '" + LockState.UPDATING + "', " + renewed + OWN;
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        UUID token = UUID.randomUUID();
        return certainly(pool, "take a maildrop's lock", connection -> acquire(maildrop, token, holder, connection));
    }

    /** Safe to repeat: after a lost answer the row has our token. */
    private Optional<Lease> acquire(Username maildrop, UUID token, LeaseHolder holder, Connection connection)
            throws SQLException {
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<LockRow> found = find(maildrop, connection);
            if (found.isPresent() && found.get().isOwnedBy(token)) {
                return Optional.of(found.get().lease(token));
            }
            if (found.isPresent() && isInForce(found.get())) {
                return Optional.empty();
            }
            Lease wanted = Lease.of(maildrop, token, found.map(LockRow::fence).orElse(0L) + 1);
            if (take(found, wanted, holder, connection)) {
                return Optional.of(wanted);
            }
        }
        throw new SQLException("others were faster each time");
    }

    private boolean take(Optional<LockRow> found, Lease wanted, LeaseHolder holder, Connection connection)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                wanted.fence(),
                wanted.owner().toString(),
                leaseTime.toSeconds(),
                holder.kind().name(),
                holder.node(),
                holder.client(),
                LockState.HELD.name(),
                wanted.maildrop().asString()));
        if (found.isEmpty()) {
            // may conflict with another insert: then Tables runs all of it again and finds the other's row
            return Sql.update(connection, insert, values.toArray()) > 0;
        }
        if (found.get().isFree()) {
            values.add(found.get().fence());
            return Sql.update(connection, take + "FENCE = ? AND OWNER_TOKEN IS NULL", values.toArray()) > 0;
        }
        values.addAll(found.get().version());
        boolean taken = Sql.update(connection, take + UNCHANGED, values.toArray()) > 0;
        if (taken) {
            LOGGER.warn(
                    "Took over the lock on {}, which was not renewed for its whole time",
                    found.get().info(Duration.ZERO));
        }
        return taken;
    }

    private static Optional<LockRow> find(Username maildrop, Connection connection) throws SQLException {
        return Sql.first(connection, LockRow::of, SELECT_ONE, maildrop.asString());
    }

    /** Notes what was found. False also means that this node has watched the lock for its whole time. */
    private boolean isInForce(LockRow row) {
        return !row.isFree() && !left(row).isZero();
    }

    private Duration left(LockRow row) {
        Duration longest = Collections.max(List.of(leaseTime, row.leaseTime()));
        return watch.left(row.maildrop(), row.version(), longest);
    }

    @Override
    public Renewals renew(Collection<Lease> leases) {
        Renewals renewals = new Renewals();
        Stopwatch time = Stopwatch.createStarted();
        for (List<Lease> some : Lists.partition(List.copyOf(leases), RENEWED_AT_ONCE)) {
            try {
                over(some).forEach(renewals::over);
            } catch (StoreUnavailableException e) {
                renewEach(some, time, e, renewals);
            }
        }
        return renewals;
    }

    /** One that cannot be renewed takes no other along. What would come too late is not tried. */
    private void renewEach(List<Lease> leases, Stopwatch time, StoreUnavailableException together, Renewals renewals) {
        for (Lease lease : leases) {
            if (leases.size() == 1 || time.elapsed().compareTo(leaseTime.dividedBy(3)) > 0) {
                renewals.unknown(lease, together);
                continue;
            }
            try {
                over(List.of(lease)).forEach(renewals::over);
            } catch (StoreUnavailableException e) {
                renewals.unknown(lease, e);
            }
        }
    }

    /**
     * Renews in one statement, and returns the leases that are over. A token never comes back, so one that is there behind the statement
     * was there when it ran. Safe to repeat.
     */
    private List<Lease> over(List<Lease> leases) {
        int places = leases.size() == 1 ? 1 : RENEWED_AT_ONCE;
        String marks = String.join(", ", Collections.nCopies(places, "?"));
        String these = " WHERE MAILDROP IN (" + marks + ") AND OWNER_TOKEN IN (" + marks + ")";
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            values.add(leases.get(Math.min(i, leases.size() - 1)).maildrop().asString());
        }
        for (int i = 0; i < places; i++) {
            values.add(leases.get(Math.min(i, leases.size() - 1)).owner().toString());
        }
        return certainly(keeper, "renew locks on maildrops", connection -> {
            if (Sql.update(connection, renew + these, values.toArray()) == leases.size()) {
                return List.of();
            }
            Set<String> present = Set.copyOf(Sql.all(
                    connection,
                    row -> row.getString(1),
                    "SELECT OWNER_TOKEN FROM DIGIPOORT_MAILDROP_LOCK" + these,
                    values.toArray()));
            return leases.stream()
                    .filter(lease -> !present.contains(lease.owner().toString()))
                    .collect(Collectors.toUnmodifiableList());
        });
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        return changeOwn("begin UPDATE under a lock", beginUpdate, lease);
    }

    @Override
    public void release(Lease lease) {
        changeOwn("free a maildrop's lock", FREE + "OWNER_TOKEN = ?", lease);
    }

    private boolean changeOwn(String purpose, String sql, Lease lease) {
        return certainly(
                pool,
                purpose,
                connection -> Sql.update(
                                connection,
                                sql,
                                lease.maildrop().asString(),
                                lease.owner().toString())
                        > 0);
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        return tables.statements("look at a maildrop's lock", pool, connection -> find(maildrop, connection))
                .filter(this::isInForce)
                .map(this::info);
    }

    @Override
    public List<LockInfo> lookAll() {
        return held(pool).stream().filter(this::isInForce).map(this::info).collect(Collectors.toUnmodifiableList());
    }

    private List<LockRow> held(Transactions on) {
        return tables.statements(
                "look at the locks on maildrops", on, connection -> Sql.all(connection, LockRow::of, SELECT_HELD));
    }

    private LockInfo info(LockRow row) {
        return row.info(Collections.min(List.of(leaseTime, left(row))));
    }

    @Override
    public boolean breakLock(Username maildrop, long fence) {
        return tables.statements(
                "break a maildrop's lock",
                pool,
                connection -> Sql.update(
                                connection, FREE + "FENCE = ? AND OWNER_TOKEN IS NOT NULL", maildrop.asString(), fence)
                        > 0);
    }

    @Override
    public void freeAbandoned() {
        held(keeper).stream().filter(row -> !isInForce(row)).forEach(this::free);
    }

    private void free(LockRow row) {
        List<Object> values = new ArrayList<>(List.of(row.maildrop().asString()));
        values.addAll(row.version());
        if (tables.statements(
                "free an abandoned lock",
                keeper,
                connection -> Sql.update(connection, FREE + UNCHANGED, values.toArray()) > 0)) {
            LOGGER.warn("Freed the lock on {}, which was not renewed for its whole time", row.info(Duration.ZERO));
        }
    }

    /** If it is unknown whether a change was made, the same once more on another connection decides. */
    private <T> T certainly(Transactions on, String purpose, SqlWork<T> change) {
        try {
            return tables.statements(purpose, on, change);
        } catch (StoreUnavailableException e) {
            if (SqlStates.isGivenUp(e)) {
                throw e;
            }
            try {
                return tables.statements(purpose, on, change);
            } catch (StoreUnavailableException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }
}
