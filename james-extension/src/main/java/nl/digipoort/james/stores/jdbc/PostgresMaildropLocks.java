// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import javax.inject.Inject;
import javax.inject.Provider;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;

/** Makes the locks in the PostgreSQL of James's postgres-app, which every node sees. */
public final class PostgresMaildropLocks implements Provider<MaildropLocks> {
    private final PostgresDatabase database;
    private final LockSettings settings;

    @Inject
    public PostgresMaildropLocks(PostgresDatabase database, LockSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    @Override
    public MaildropLocks get() {
        return new JdbcMaildropLocks(database, database.besideThePool(), settings.leaseTime(), new LockWatch());
    }
}
