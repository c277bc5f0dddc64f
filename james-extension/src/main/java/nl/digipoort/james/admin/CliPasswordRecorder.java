// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import org.apache.james.user.lib.UsersRepositoryManagement;

/** Makes credential records from passwords that James's command line sets over JMX. */
public final class CliPasswordRecorder {
    private final UsersRepositoryManagement management;
    private final RecordingUsersRepository users;

    /** @param management the singleton that becomes James's MBean */
    @Inject
    CliPasswordRecorder(UsersRepositoryManagement management, RecordingUsersRepository users) {
        this.management = management;
        this.users = users;
    }

    /** Must be called before JMX starts; startables are. */
    public void start() {
        management.setUsersRepository(users.asRepository());
    }
}
