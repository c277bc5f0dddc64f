// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.lang.reflect.Proxy;
import javax.inject.Inject;
import org.apache.james.adapter.mailbox.MailboxManagerManagement;
import org.apache.james.mailbox.MailboxManager;

/**
 * Makes James's command line import mail and delete mailboxes, over JMX, only under the lock of the maildrop, and report what it could not
 * do.
 */
public final class CliMailboxLock {
    private final MailboxManagerManagement management;
    private final CliRequests requests;

    /** @param management the singleton that becomes James's MBean */
    @Inject
    CliMailboxLock(MailboxManagerManagement management, CliRequests requests) {
        this.management = management;
        this.requests = requests;
    }

    /** Must be called before JMX starts; startables are. */
    public void start() {
        management.setMailboxManager((MailboxManager) Proxy.newProxyInstance(
                MailboxManager.class.getClassLoader(), new Class<?>[] {MailboxManager.class}, requests));
    }
}
