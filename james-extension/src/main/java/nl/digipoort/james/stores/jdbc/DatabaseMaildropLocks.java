// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import javax.inject.Inject;
import javax.inject.Provider;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.stores.memory.MemoryMaildropLocks;

/**
 * Chooses the locks for James's database. Usually they are rows in it, which every node sees. If the database runs in this process, they
 * are in memory: there is no other node, and every lock ends with the process. See ADR 26.
 */
public final class DatabaseMaildropLocks implements Provider<MaildropLocks> {
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
        return isInThisProcess() ? inMemory(Clock.systemUTC()) : new JdbcMaildropLocks(database, settings.leaseTime());
    }

    /** Starts the fences at the clock time, so that they grow from one process to the next: the audit trail shows them. */
    private MaildropLocks inMemory(Clock clock) {
        return new MemoryMaildropLocks(settings.leaseTime(), clock, clock.millis());
    }

    private boolean isInThisProcess() {
        try {
            return database.isInThisProcess();
        } catch (SQLException e) {
            throw new StoreUnavailableException("cannot ask James's database what it is", e);
        }
    }
}
