// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.cassandra.CassandraMailboxManager;
import org.apache.james.utils.MailboxManagerDefinition;

/** The name of the mailbox manager for James's JMX beans; the same as in the stock distributed server. */
@Singleton
final class CassandraMailboxManagerDefinition extends MailboxManagerDefinition {
    @Inject
    CassandraMailboxManagerDefinition(CassandraMailboxManager manager) {
        super("cassandra-mailboxmanager", manager);
    }
}
