// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.lang.reflect.Proxy;
import javax.inject.Inject;
import javax.inject.Named;
import nl.digipoort.james.lock.Leases;
import org.apache.james.adapter.mailbox.MailboxManagerManagement;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.user.api.UsersRepository;

/**
 * Makes James's command line import mail and delete mailboxes, over JMX, only under the lock of the maildrop, and report what it could not
 * do.
 */
public final class CliMailboxLock {
    private final MailboxManagerManagement management;
    private final MailboxManager mailboxes;
    private final UsersRepository users;
    private final Leases leases;

    /** @param management the singleton that becomes James's MBean */
    @Inject
    public CliMailboxLock(
            MailboxManagerManagement management,
            @Named("mailboxmanager") MailboxManager mailboxes,
            UsersRepository users,
            Leases leases) {
        this.management = management;
        this.mailboxes = mailboxes;
        this.users = users;
        this.leases = leases;
    }

    /** Must be called before JMX starts; startables are. */
    public void start() {
        CliRequests requests = new CliRequests(mailboxes, users, leases);
        management.setMailboxManager((MailboxManager) Proxy.newProxyInstance(
                MailboxManager.class.getClassLoader(), new Class<?>[] {MailboxManager.class}, requests));
    }
}
