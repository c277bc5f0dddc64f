// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * What docs/operate/distributed.md says of the messages that clients fetch and delete, on the table by which James finds the messages of a
 * mailbox, with Cassandra's own thresholds.
 */
class TombstonesTest {
    private static final int DELETED = 100_001;
    private static final int AT_ONCE = 200;
    private static final UUID MAILBOX = Uuids.timeBased();
    private static final String UIDS = "SELECT imapuid FROM messageidtable WHERE mailboxid = ?";

    @Test
    void keepMoreThanAHundredThousandDeletionsFromBeingReadUntilTheirGraceIsOver() {
        try (CqlSession session = TestKeyspace.create("tombstones").connect()) {
            session.execute("CREATE TABLE messageidtable (mailboxid timeuuid, imapuid bigint, messageid timeuuid,"
                    + " PRIMARY KEY (mailboxid, imapuid))");
            PreparedStatement append =
                    session.prepare("INSERT INTO messageidtable (mailboxid, imapuid, messageid) VALUES (?, ?, now())");
            PreparedStatement delete =
                    session.prepare("DELETE FROM messageidtable WHERE mailboxid = ? AND imapuid = ?");
            each(session, append, DELETED + 1);
            each(session, delete, DELETED);

            assertThatThrownBy(() -> session.execute(session.prepare(UIDS).bind(MAILBOX)))
                    .isInstanceOf(ReadFailureException.class);
            assertThat(uids(session, UIDS + " AND imapuid >= " + DELETED)).containsExactly(DELETED + 1L);

            session.execute("ALTER TABLE messageidtable WITH gc_grace_seconds = 0");
            // Cassandra counts the grace in whole seconds
            await().ignoreExceptionsMatching(ReadFailureException.class::isInstance)
                    .untilAsserted(() -> assertThat(uids(session, UIDS)).containsExactly(DELETED + 1L));
        }
    }

    private static void each(CqlSession session, PreparedStatement statement, int last) {
        List<CompletionStage<AsyncResultSet>> started = new ArrayList<>();
        for (long first = 1; first <= last; first += AT_ONCE) {
            BatchStatement batch = BatchStatement.newInstance(BatchType.UNLOGGED);
            for (long uid = first; uid < first + AT_ONCE && uid <= last; uid++) {
                batch = batch.add(statement.bind(MAILBOX, uid));
            }
            started.add(session.executeAsync(batch));
            if (started.size() == 16) {
                started.forEach(one -> one.toCompletableFuture().join());
                started.clear();
            }
        }
        started.forEach(one -> one.toCompletableFuture().join());
    }

    private static List<Long> uids(CqlSession session, String cql) {
        List<Long> uids = new ArrayList<>();
        for (Row row : session.execute(session.prepare(cql).bind(MAILBOX))) {
            uids.add(row.getLong(0));
        }
        return uids;
    }
}
