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
 * The locks that suit James's database: rows in it, which every node sees; or, where the database lives in this process, so that
 * there is no other node and every lock ends with it, the memory of the process. See ADR 26.
 */
public final class DatabaseMaildropLocks implements Provider<MaildropLocks> {
    private final JamesDatabase database;
    private final LockSettings settings;

    @Inject
    public DatabaseMaildropLocks(JamesDatabase database, LockSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** @throws StoreUnavailableException if the database cannot be asked */
    @Override
    public MaildropLocks get() {
        return isInThisProcess() ? inMemory(Clock.systemUTC()) : new JdbcMaildropLocks(database, settings.leaseTime());
    }

    /** Fences go on growing from one process to the next, by the clock: people see them in the audit trail. */
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
