// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our tables in James's keyspace, as several nodes make and use them. */
class TablesTest {
    private static final Table TABLE = Table.of("digipoort_test", "id text PRIMARY KEY");
    private static final Query INSERT = Query.write("INSERT INTO digipoort_test (id) VALUES (?)");
    private static final Query ALL = Query.read("SELECT id FROM digipoort_test");

    private TestKeyspace keyspace;

    @BeforeEach
    void create() {
        keyspace = TestKeyspace.create("tables");
    }

    private static Tables tables(CqlSession session) {
        return new Tables(new JamesCassandra(session), List.of(TABLE));
    }

    @Test
    void createsTheTableOnceWhenManyNodesStartAtOnce() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        List<Callable<Boolean>> inserts = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String id = "node " + i;
            inserts.add(() -> {
                try (CqlSession session = keyspace.connect()) {
                    start.await();
                    return tables(session).row("insert", INSERT, id).isEmpty();
                }
            });
        }

        for (Future<Boolean> inserted : threads.invokeAll(inserts)) {
            assertThat(inserted.get()).isTrue();
        }
        threads.shutdown();

        try (CqlSession session = keyspace.connect()) {
            assertThat(ids(session)).hasSize(nodes);
        }
    }

    @Test
    void visitsEveryRowOfManyPagesUntilItIsTold() {
        try (CqlSession session = keyspace.connect()) {
            Tables tables = tables(session);
            for (int i = 0; i < 1_200; i++) {
                tables.row("insert", INSERT, "row " + i);
            }

            assertThat(ids(session)).hasSize(1_200).doesNotHaveDuplicates();

            List<Row> some = new ArrayList<>();
            tables.visit("find some", row -> some.add(row) && some.size() < 700, ALL);
            assertThat(some).hasSize(700);
        }
    }

    private static List<String> ids(CqlSession session) {
        List<String> ids = new ArrayList<>();
        tables(session).visit("find all", row -> ids.add(row.getString("id")), ALL);
        return ids;
    }

    @Test
    void saysSoWhenTheSessionIsClosed() {
        CqlSession session = keyspace.connect();
        Tables tables = tables(session);
        session.close();

        assertThatThrownBy(() -> tables.row("insert", INSERT, "late"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("cannot insert in James's Cassandra");
    }
}
