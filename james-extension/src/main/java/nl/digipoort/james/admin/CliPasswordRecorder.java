// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.lib.UsersRepositoryManagement;

/** Makes credential records from passwords that James's command line sets over JMX. */
public final class CliPasswordRecorder {
    private final UsersRepositoryManagement management;
    private final UsersRepository users;
    private final CredentialRecords records;
    private final UserChanges changes;

    /** @param management the singleton that becomes James's MBean */
    @Inject
    public CliPasswordRecorder(
            UsersRepositoryManagement management,
            UsersRepository users,
            CredentialRecords records,
            UserChanges changes) {
        this.management = management;
        this.users = users;
        this.records = records;
        this.changes = changes;
    }

    /** Must be called before JMX starts; startables are. */
    public void start() {
        management.setUsersRepository(new RecordingUsersRepository(users, records, changes));
    }
}
