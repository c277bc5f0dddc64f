// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.journal.MadeDeliveries;

/** The deliveries of queued mail in James's database: one row for each, written in the transaction of the delivery. Thread-safe. */
public final class JdbcMadeDeliveries implements MadeDeliveries {
    /** The unique constraint serves as an index on MADE_AT. A table of an earlier version gets one by {@link DatabaseIndexes}. */
    static final Table TABLE = Table.of(
            "DIGIPOORT_DELIVERY_MADE",
            "DELIVERY_KEY VARCHAR(64) NOT NULL PRIMARY KEY, MADE_AT TIMESTAMP WITH TIME ZONE NOT NULL,"
                    + " UNIQUE (MADE_AT, DELIVERY_KEY)");

    private static final String SELECT = "SELECT 1 FROM DIGIPOORT_DELIVERY_MADE WHERE DELIVERY_KEY = ?";
    private static final String INSERT =
            "INSERT INTO DIGIPOORT_DELIVERY_MADE (DELIVERY_KEY, MADE_AT) VALUES (?, CURRENT_TIMESTAMP)";
    private static final String FORGET = "DELETE FROM DIGIPOORT_DELIVERY_MADE WHERE MADE_AT BETWEEN ? AND ?";
    /** About so many rows are deleted in one transaction, so that none is long. */
    private static final int SLICE = 1000;

    private final Tables tables;
    private final Duration timeToRemember;
    private final String old;

    @Inject
    public JdbcMadeDeliveries(Transactions database, DeliverySettings settings) {
        this(database, settings.rememberFor());
    }

    JdbcMadeDeliveries(Transactions database, Duration timeToRemember) {
        this.tables = new Tables(database, List.of(TABLE));
        this.timeToRemember = timeToRemember;
        this.old = "SELECT MADE_AT FROM DIGIPOORT_DELIVERY_MADE WHERE MADE_AT <= CURRENT_TIMESTAMP - INTERVAL '"
                + timeToRemember.toDays() + "' DAY AND MADE_AT <= ? ORDER BY MADE_AT LIMIT " + SLICE;
    }

    /** Notes a delivery, within the transaction that makes it. False if it was already made. */
    static boolean note(Delivery delivery, Connection connection) throws SQLException {
        return note(delivery.key(), connection);
    }

    /** The same, by the key of the delivery. */
    static boolean note(String key, Connection connection) throws SQLException {
        return !isNoted(key, connection) && Sql.update(connection, INSERT, key) > 0;
    }

    static boolean isNoted(String key, Connection connection) throws SQLException {
        return Sql.exists(connection, SELECT, key);
    }

    @Override
    public void forgetOld(Instant now) {
        OffsetDateTime last = now.minus(timeToRemember).atOffset(ZoneOffset.UTC);
        boolean more;
        do {
            more = tables.run("forget old deliveries", connection -> forgetSlice(last, connection));
        } while (more);
    }

    /** Reads the times first: PostgreSQL finds the rows of a range by the index, but for a subquery it reads the whole table. */
    private boolean forgetSlice(OffsetDateTime last, Connection connection) throws SQLException {
        List<OffsetDateTime> slice = Sql.all(connection, row -> row.getObject(1, OffsetDateTime.class), old, last);
        if (slice.isEmpty()) {
            return false;
        }
        Sql.update(connection, FORGET, slice.get(0), slice.get(slice.size() - 1));
        return slice.size() == SLICE;
    }
}
