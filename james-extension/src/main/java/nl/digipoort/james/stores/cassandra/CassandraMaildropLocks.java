// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import javax.inject.Inject;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.LockState;
import nl.digipoort.james.lock.MaildropLocks;
import org.apache.james.core.Username;

/**
 * Locks in James's Cassandra, by lightweight transactions. Each maildrop has one row, which stays, so that its fence only grows. A lock is
 * taken if the row has an owner; the owner expires by its time to live (ADR 16). Thread-safe.
 */
public final class CassandraMaildropLocks implements MaildropLocks {
    private static final Table LOCK = Table.of(
            "digipoort_maildrop_lock",
            "maildrop text PRIMARY KEY, fence bigint, owner uuid, state text, since timestamp, holder_kind text,"
                    + " holder_node text, holder_client text");
    private static final Query FENCE =
            Query.read("SELECT fence, owner FROM digipoort_maildrop_lock WHERE maildrop = ?");
    private static final String SELECT = "SELECT maildrop, fence, owner, TTL(owner) AS ends_in, state, since,"
            + " holder_kind, holder_node, holder_client FROM digipoort_maildrop_lock";
    private static final Query LOOK = Query.read(SELECT + " WHERE maildrop = ?");
    private static final Query LOOK_ALL = Query.read(SELECT);
    // the owner expires, the rest of the row does not: one batch, in one partition
    private static final Query TAKE = Query.compareAndSet("BEGIN BATCH"
            + " UPDATE digipoort_maildrop_lock USING TTL ? SET owner = ? WHERE maildrop = ? IF owner = null AND fence = ?;"
            + " UPDATE digipoort_maildrop_lock SET fence = ?, state = ?, since = toTimestamp(now()), holder_kind = ?,"
            + " holder_node = ?, holder_client = ? WHERE maildrop = ?;"
            + " APPLY BATCH");
    private static final String EXTEND = "UPDATE digipoort_maildrop_lock USING TTL ? SET owner = ? WHERE maildrop = ?"
            + " IF owner = ? AND fence = ?";
    private static final Query RENEW = Query.compareAndSet(EXTEND);
    private static final Query BEGIN_UPDATE = Query.compareAndSet("BEGIN BATCH " + EXTEND + ";"
            + " UPDATE digipoort_maildrop_lock SET state = ? WHERE maildrop = ?;"
            + " APPLY BATCH");
    private static final Query FREE = Query.compareAndSet(
            "UPDATE digipoort_maildrop_lock SET owner = null WHERE maildrop = ? IF owner = ? AND fence = ?");

    /**
     * How much longer Cassandra keeps an owner than the lease lasts. Cassandra counts whole seconds from the last full one, and each of its
     * nodes has its own clock.
     */
    private static final int MARGIN_SECONDS = 2;

    private static final int TRIES = 4;
    private static final int RENEWED_AT_ONCE = 64;

    private final Tables tables;
    private final int timeToLive;

    @Inject
    public CassandraMaildropLocks(JamesCassandra cassandra, LockSettings settings) {
        this(cassandra, settings.leaseTime());
    }

    CassandraMaildropLocks(Statements cassandra, Duration leaseTime) {
        this.tables = new Tables(cassandra, List.of(LOCK));
        this.timeToLive = Math.toIntExact(leaseTime.toSeconds()) + MARGIN_SECONDS;
    }

    @Override
    public Optional<Lease> acquire(Username maildrop, LeaseHolder holder) {
        UUID owner = UUID.randomUUID();
        Optional<Row> found = tables.row("look for a maildrop's lock", FENCE, maildrop.asString());
        for (int tried = 0; tried < TRIES && isFree(found); tried++) {
            Long before = found.map(row -> row.get("fence", Long.class)).orElse(null);
            Lease wanted = Lease.of(maildrop, owner, before == null ? 1 : before + 1);
            CasAnswer answer = take(wanted, before, holder);
            if (answer.isApplied()) {
                return Optional.of(wanted);
            }
            found = answer.found();
        }
        // this may be our own lock if the first answer was lost
        return found.filter(row -> owner.equals(row.getUuid("owner")))
                .map(row -> Lease.of(maildrop, owner, row.getLong("fence")));
    }

    private static boolean isFree(Optional<Row> found) {
        return found.map(row -> row.getUuid("owner")).isEmpty();
    }

    /** @param before the fence that was found; null for a maildrop that was never locked */
    private CasAnswer take(Lease wanted, Long before, LeaseHolder holder) {
        String maildrop = wanted.maildrop().asString();
        return tables.compareAndSet(
                "take a maildrop's lock",
                TAKE,
                timeToLive,
                wanted.owner(),
                maildrop,
                before,
                wanted.fence(),
                LockState.HELD.name(),
                holder.kind().name(),
                holder.node(),
                holder.client(),
                maildrop);
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

    private List<Lease> renewAtOnce(List<Lease> leases) {
        String purpose = "renew locks on maildrops";
        List<CompletionStage<AsyncResultSet>> started = new ArrayList<>();
        for (Lease lease : leases) {
            started.add(tables.start(purpose, RENEW, extension(lease)));
        }
        List<Lease> over = new ArrayList<>();
        for (int i = 0; i < started.size(); i++) {
            if (!tables.answer(purpose, started.get(i)).wasApplied()) {
                over.add(leases.get(i));
            }
        }
        return over;
    }

    private Object[] extension(Lease lease) {
        return new Object[] {timeToLive, lease.owner(), lease.maildrop().asString(), lease.owner(), lease.fence()};
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        List<Object> values = new ArrayList<>(List.of(extension(lease)));
        values.add(LockState.UPDATING.name());
        values.add(lease.maildrop().asString());
        return tables.compareAndSet("begin UPDATE under a lock", BEGIN_UPDATE, values.toArray())
                .isApplied();
    }

    @Override
    public void release(Lease lease) {
        free("free a maildrop's lock", lease);
    }

    private void free(String purpose, Lease lease) {
        tables.compareAndSet(purpose, FREE, lease.maildrop().asString(), lease.owner(), lease.fence());
    }

    @Override
    public Optional<LockInfo> look(Username maildrop) {
        return tables.row("look at a maildrop's lock", LOOK, maildrop.asString())
                .filter(row -> !row.isNull("owner"))
                .map(CassandraMaildropLocks::view);
    }

    @Override
    public List<LockInfo> lookAll() {
        List<LockInfo> locks = new ArrayList<>();
        tables.visit(
                "look at the locks on maildrops",
                row -> {
                    if (!row.isNull("owner")) {
                        locks.add(view(row));
                    }
                    return true;
                },
                LOOK_ALL);
        return locks;
    }

    private static LockInfo view(Row row) {
        return LockInfo.of(
                Username.of(row.getString("maildrop")),
                row.getLong("fence"),
                LeaseHolder.of(
                        HolderKind.valueOf(row.getString("holder_kind")),
                        row.getString("holder_node"),
                        row.getString("holder_client")),
                LockState.valueOf(row.getString("state")),
                row.getInstant("since"),
                Duration.ofSeconds(Math.max(0, row.getInt("ends_in") - MARGIN_SECONDS)));
    }

    /** Returns whether the lock was in force when it was read, even if its holder released it before the break. */
    @Override
    public boolean breakLock(Username maildrop, long fence) {
        String purpose = "break a maildrop's lock";
        Optional<Lease> lease = tables.row(purpose, FENCE, maildrop.asString())
                .filter(row -> !row.isNull("owner") && row.getLong("fence") == fence)
                .map(row -> Lease.of(maildrop, row.getUuid("owner"), fence));
        lease.ifPresent(found -> free(purpose, found));
        return lease.isPresent();
    }
}
