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
    static final Table TABLE = Table.of(
            "DIGIPOORT_DELIVERY_MADE",
            "DELIVERY_KEY VARCHAR(64) NOT NULL PRIMARY KEY, MADE_AT TIMESTAMP WITH TIME ZONE NOT NULL");
    private static final String SELECT = "SELECT 1 FROM DIGIPOORT_DELIVERY_MADE WHERE DELIVERY_KEY = ?";
    private static final String INSERT =
            "INSERT INTO DIGIPOORT_DELIVERY_MADE (DELIVERY_KEY, MADE_AT) VALUES (?, CURRENT_TIMESTAMP)";

    private final Tables tables;
    private final String forget;
    private final Duration timeToRemember;

    @Inject
    public JdbcMadeDeliveries(JamesDatabase database, DeliverySettings settings) {
        this(database, settings.rememberFor());
    }

    JdbcMadeDeliveries(Transactions database, Duration timeToRemember) {
        this.tables = new Tables(database, List.of(TABLE));
        this.timeToRemember = timeToRemember;
        this.forget = "DELETE FROM DIGIPOORT_DELIVERY_MADE WHERE MADE_AT <= CURRENT_TIMESTAMP - INTERVAL '"
                + timeToRemember.toDays() + "' DAY AND MADE_AT <= ?";
    }

    /** Notes a delivery, within the transaction that makes it. False if it was already made. */
    static boolean note(Delivery delivery, Connection connection) throws SQLException {
        return !Sql.exists(connection, SELECT, delivery.key()) && Sql.update(connection, INSERT, delivery.key()) > 0;
    }

    @Override
    public void forgetOld(Instant now) {
        OffsetDateTime last = now.minus(timeToRemember).atOffset(ZoneOffset.UTC);
        tables.run("forget old deliveries", connection -> Sql.update(connection, forget, last));
    }
}
