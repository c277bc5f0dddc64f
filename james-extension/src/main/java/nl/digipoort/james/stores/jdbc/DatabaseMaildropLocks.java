// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Provider;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the locks for James's database. Usually they are rows in it, which every node sees. If the database runs in this process, they
 * are in memory: there is no other node, and every lock ends with the process. See ADR 26.
 */
public final class DatabaseMaildropLocks implements Provider<MaildropLocks> {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseMaildropLocks.class);
    private static final Table FENCE = Table.of("DIGIPOORT_FENCE", "HIGHEST BIGINT NOT NULL PRIMARY KEY");
    /** Above all that earlier versions gave: they began with the milliseconds of the clock, which reach this in the year 2109. */
    private static final long FIRST = 1L << 42;
    /** More than one process ever gives. */
    private static final long BLOCK = 1L << 32;

    private final JamesDatabase database;
    private final LockSettings settings;

    @Inject
    public DatabaseMaildropLocks(JamesDatabase database, LockSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** @throws StoreUnavailableException if the database is unavailable */
    @Override
    public MaildropLocks get() {
        if (database.waitsForeverForAConnection()) {
            LOGGER.warn(
                    "A login may wait forever for a connection to the database: set datasource.maxWaitMillis=10000 in"
                            + " james-database.properties");
        }
        return isInThisProcess()
                ? new MemoryMaildropLocks(settings.leaseTime(), highestEarlierFence())
                : new JdbcMaildropLocks(database, database.besideThePool(), settings.leaseTime(), new LockWatch());
    }

    /** Each start takes a block of fences, so that they grow from one process to the next: the audit trail shows them. */
    private long highestEarlierFence() {
        return new Tables(database, List.of(FENCE)).run("take a block of fences", connection -> {
            if (Sql.update(connection, "UPDATE DIGIPOORT_FENCE SET HIGHEST = HIGHEST + ?", BLOCK) == 0) {
                Sql.update(connection, "INSERT INTO DIGIPOORT_FENCE (HIGHEST) VALUES (?)", FIRST + BLOCK);
            }
            return Sql.first(connection, row -> row.getLong(1), "SELECT HIGHEST FROM DIGIPOORT_FENCE")
                            .orElseThrow()
                    - BLOCK;
        });
    }

    private boolean isInThisProcess() {
        try {
            return database.isInThisProcess();
        } catch (SQLException e) {
            throw new StoreUnavailableException("cannot ask James's database what it is", e);
        }
    }
}
