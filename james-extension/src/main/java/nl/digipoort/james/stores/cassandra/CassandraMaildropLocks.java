// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.collect.Lists;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.LockState;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.lock.Renewals;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks in James's Cassandra, by lightweight transactions (ADR 16). Each maildrop has one row, which stays, so that its fence only grows. A
 * lock is taken if the row has an owner, who has no end by a clock: {@link LockWatch} decides when it may be taken over (ADR 46). The table is
 * not looked through for that, because it has a row for each maildrop ever used: whoever looks at a lock begins the watch. Thread-safe.
 */
public final class CassandraMaildropLocks implements MaildropLocks {
    private static final Logger LOGGER = LoggerFactory.getLogger(CassandraMaildropLocks.class);
    private static final Table LOCK = Table.of(
                    "digipoort_maildrop_lock",
                    "maildrop text PRIMARY KEY, fence bigint, owner uuid, state text, since timestamp,"
                            + " holder_kind text, holder_node text, holder_client text")
            .withAdded("renewal", "uuid")
            .withAdded("lease_seconds", "int");
    // a node of an earlier version renews by writing the owner again
    private static final String SELECT = "SELECT maildrop, fence, owner, WRITETIME(owner) AS written, renewal,"
            + " lease_seconds, state, since, holder_kind, holder_node, holder_client FROM digipoort_maildrop_lock";
    private static final Query LOOK = Query.read(SELECT + " WHERE maildrop = ?");
    private static final Query LOOK_ALL = Query.read(SELECT);
    private static final String UPDATE = "UPDATE digipoort_maildrop_lock SET ";
    private static final String OWN = " WHERE maildrop = ? IF owner = ? AND fence = ?";
    private static final Query TAKE = Query.compareAndSet(UPDATE
            + "owner = ?, fence = ?, renewal = ?, lease_seconds = ?, state = ?, since = toTimestamp(now()),"
            + " holder_kind = ?, holder_node = ?, holder_client = ?" + OWN + " AND renewal = ?");
    private static final Query RENEW = Query.compareAndSet(UPDATE + "renewal = ?" + OWN);
    private static final Query BEGIN_UPDATE = Query.compareAndSet(UPDATE + "renewal = ?, state = ?" + OWN);
    private static final Query FREE = Query.compareAndSet(UPDATE + "owner = null" + OWN);

    private static final int TRIES = 4;
    private static final int RENEWED_AT_ONCE = 64;

    private final Tables tables;
    private final Duration leaseTime;
    private final LockWatch watch;

    @Inject
    public CassandraMaildropLocks(JamesCassandra cassandra, LockSettings settings) {
        this(cassandra, settings.leaseTime(), new LockWatch());
    }

    CassandraMaildropLocks(Statements cassandra, Duration leaseTime, LockWatch watch) {
        this.tables = new Tables(cassandra, List.of(LOCK));
        this.leaseTime = leaseTime;
        this.watch = watch;
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        UUID token = UUID.randomUUID();
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<Row> found = find(maildrop);
            if (found.isPresent() && isInForce(found.get())) {
                return Optional.empty();
            }
            long fence = found.map(row -> row.get("fence", Long.class)).orElse(0L) + 1;
            Lease wanted = Lease.of(maildrop, token, fence);
            if (take(found, wanted, holder)) {
                return Optional.of(wanted);
            }
        }
        // others were faster each time
        return Optional.empty();
    }

    private Optional<Row> find(Username maildrop) {
        return tables.row("look at a maildrop's lock", LOOK, maildrop.asString());
    }

    private boolean take(Optional<Row> found, Lease wanted, LeaseHolder holder) {
        CasAnswer answer = tables.compareAndSet(
                "take a maildrop's lock",
                TAKE,
                wanted.owner(),
                wanted.fence(),
                UUID.randomUUID(),
                Math.toIntExact(leaseTime.toSeconds()),
                LockState.HELD.name(),
                holder.kind().name(),
                holder.node(),
                holder.client(),
                wanted.maildrop().asString(),
                found.map(row -> row.getUuid("owner")).orElse(null),
                found.map(row -> row.get("fence", Long.class)).orElse(null),
                found.map(row -> row.getUuid("renewal")).orElse(null));
        // this may be our own lock if the first answer was lost
        boolean taken = answer.isApplied()
                || answer.found()
                        .filter(row -> wanted.owner().equals(row.getUuid("owner")))
                        .isPresent();
        if (taken && found.isPresent() && !found.get().isNull("owner")) {
            LOGGER.warn(
                    "Took over the lock on {}, which was not renewed for its whole time",
                    view(found.get(), Duration.ZERO));
        }
        return taken;
    }

    /** Notes what was found. False also means that this node has watched the lock for its whole time. */
    private boolean isInForce(Row row) {
        return !row.isNull("owner") && !left(row).isZero();
    }

    private Duration left(Row row) {
        Duration longest = Collections.max(List.of(leaseTime, Duration.ofSeconds(row.getInt("lease_seconds"))));
        List<Object> version = Arrays.asList(
                row.getLong("fence"), row.getUuid("owner"), row.getUuid("renewal"), row.getLong("written"));
        return watch.left(Username.of(row.getString("maildrop")), version, longest);
    }

    @Override
    public Renewals renew(Collection<Lease> leases) {
        Renewals renewals = new Renewals();
        Lists.partition(List.copyOf(leases), RENEWED_AT_ONCE).forEach(some -> renewAtOnce(some, renewals));
        return renewals;
    }

    private void renewAtOnce(List<Lease> leases, Renewals renewals) {
        String purpose = "renew locks on maildrops";
        Map<Lease, CompletionStage<AsyncResultSet>> started = new LinkedHashMap<>();
        for (Lease lease : leases) {
            try {
                started.put(lease, tables.start(purpose, RENEW, own(lease, UUID.randomUUID())));
            } catch (StoreUnavailableException e) {
                renewals.unknown(lease, e);
            }
        }
        started.forEach((lease, answer) -> {
            try {
                if (!tables.answer(purpose, answer).wasApplied()) {
                    renewals.over(lease);
                }
            } catch (StoreUnavailableException e) {
                renewals.unknown(lease, e);
            }
        });
    }

    /** The values of a statement that ends with OWN. */
    private static Object[] own(Lease lease, Object... first) {
        List<Object> values = new ArrayList<>(List.of(first));
        values.addAll(List.of(lease.maildrop().asString(), lease.owner(), lease.fence()));
        return values.toArray();
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        Object[] values = own(lease, UUID.randomUUID(), LockState.UPDATING.name());
        return tables.compareAndSet("begin UPDATE under a lock", BEGIN_UPDATE, values)
                .isApplied();
    }

    @Override
    public void release(Lease lease) {
        free("free a maildrop's lock", lease);
    }

    private void free(String purpose, Lease lease) {
        tables.compareAndSet(purpose, FREE, own(lease));
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        return find(maildrop).filter(this::isInForce).map(this::view);
    }

    @Override
    public List<LockInfo> lookAll() {
        List<LockInfo> locks = new ArrayList<>();
        tables.visit(
                "look at the locks on maildrops",
                row -> {
                    if (isInForce(row)) {
                        locks.add(view(row));
                    }
                    return true;
                },
                LOOK_ALL);
        return locks;
    }

    private LockInfo view(Row row) {
        return view(row, Collections.min(List.of(leaseTime, left(row))));
    }

    private static LockInfo view(Row row, Duration left) {
        return LockInfo.of(
                Username.of(row.getString("maildrop")),
                row.getLong("fence"),
                LeaseHolder.of(
                        HolderKind.valueOf(row.getString("holder_kind")),
                        row.getString("holder_node"),
                        row.getString("holder_client")),
                LockState.valueOf(row.getString("state")),
                row.getInstant("since"),
                left);
    }

    /** Returns whether the lock was in force when it was read, even if its holder released it before the break. */
    @Override
    public boolean breakLock(Username maildrop, long fence) {
        Optional<Lease> lease = find(maildrop)
                .filter(row -> !row.isNull("owner") && row.getLong("fence") == fence)
                .map(row -> Lease.of(maildrop, row.getUuid("owner"), fence));
        lease.ifPresent(found -> free("break a maildrop's lock", found));
        return lease.isPresent();
    }
}
