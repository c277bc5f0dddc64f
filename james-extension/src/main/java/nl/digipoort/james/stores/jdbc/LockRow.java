// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockState;
import org.apache.james.core.Username;

/** A row of the table of locks, as it was read. Immutable. */
final class LockRow {
    static final String COLUMNS = "MAILDROP, FENCE, OWNER_TOKEN, RENEWALS, LEASE_SECONDS, HOLDER_KIND, HOLDER_NODE,"
            + " HOLDER_CLIENT, LOCK_STATE, HELD_SINCE, EXPIRES_AT";

    private final Username maildrop;
    private final long fence;
    private final String owner;
    private final long renewals;
    private final Duration leaseTime;
    private final OffsetDateTime expiresAt;
    /** Null if nobody holds it: then an operator may have removed the last holder's address. */
    private final LockInfo info;

    private LockRow(ResultSet row) throws SQLException {
        this.maildrop = Username.of(row.getString("MAILDROP"));
        this.fence = row.getLong("FENCE");
        this.owner = row.getString("OWNER_TOKEN");
        this.renewals = row.getLong("RENEWALS");
        this.leaseTime = Duration.ofSeconds(row.getLong("LEASE_SECONDS"));
        this.expiresAt = row.getObject("EXPIRES_AT", OffsetDateTime.class);
        this.info = owner == null ? null : info(row);
    }

    private LockInfo info(ResultSet row) throws SQLException {
        return LockInfo.of(
                maildrop,
                fence,
                LeaseHolder.of(
                        HolderKind.valueOf(row.getString("HOLDER_KIND")),
                        row.getString("HOLDER_NODE"),
                        row.getString("HOLDER_CLIENT")),
                LockState.valueOf(row.getString("LOCK_STATE")),
                row.getObject("HELD_SINCE", OffsetDateTime.class).toInstant(),
                Duration.ZERO);
    }

    /** @param row a row with all {@link #COLUMNS} */
    static LockRow of(ResultSet row) throws SQLException {
        return new LockRow(row);
    }

    Username maildrop() {
        return maildrop;
    }

    long fence() {
        return fence;
    }

    boolean isFree() {
        return owner == null;
    }

    boolean isOwnedBy(UUID token) {
        return token.toString().equals(owner);
    }

    /** The lease time of its holder; zero if a node of an earlier version holds it. */
    Duration leaseTime() {
        return leaseTime;
    }

    /** What every grant and every renewal changes. A node of an earlier version changes nothing but the time, so it belongs to it. */
    List<Object> version() {
        return Arrays.asList(fence, owner, renewals, expiresAt);
    }

    Lease lease(UUID token) {
        return Lease.of(maildrop, token, fence);
    }

    /** The lock; only if somebody holds it. */
    LockInfo info(Duration left) {
        return info.with(left);
    }
}
