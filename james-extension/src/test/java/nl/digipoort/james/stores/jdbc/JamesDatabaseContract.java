// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions in James's database, and our tables there. */
interface JamesDatabaseContract {
    Table TABLE = Table.of("DIGIPOORT_TEST", "ID VARCHAR(10) NOT NULL PRIMARY KEY");

    EntityManagerFactory factory();

    @BeforeEach
    default void dropTable() throws SQLException {
        TestJpa.drop(factory(), List.of("DIGIPOORT_TEST"));
    }

    private Tables tables() {
        return new Tables(new JamesDatabase(factory()), List.of(TABLE), StoreUnavailableException::new);
    }

    @Test
    default void commitsWhenTheWorkIsDone() {
        tables().run("insert", connection -> insert("one", connection));

        assertThat(count()).isEqualTo(1);
    }

    @Test
    default void runsInOneTransactionWhenTheConnectionIsAsked() {
        assertThat(tables().<Boolean>run("ask", Connection::getAutoCommit)).isFalse();
    }

    @Test
    default void rollsBackWhenTheWorkFails() {
        assertThatThrownBy(() -> tables().run("insert", connection -> {
                    insert("one", connection);
                    throw new SQLException("broken", "01000");
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("cannot insert in James's database")
                .hasRootCauseMessage("broken");

        assertThat(count()).isZero();
    }

    @Test
    default void runsTheWorkAgainWhenAnotherTransactionWasInTheWay() {
        tables().run("insert", connection -> insert("one", connection));
        AtomicInteger attempts = new AtomicInteger();

        tables().run("insert", connection -> insert(attempts.getAndIncrement() == 0 ? "one" : "two", connection));

        assertThat(attempts).hasValue(2);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    default void givesUpWhenAConflictStays() {
        tables().run("insert", connection -> insert("one", connection));

        assertThatThrownBy(() -> tables().run("insert", connection -> insert("one", connection)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    default void keepsNoConnectionWhenWorkIsDoneOrFails() {
        Tables tables = tables();
        for (int i = 0; i < 20; i++) {
            tables.run("count", JamesDatabaseContract::count);
            assertThatThrownBy(() -> tables.run("fail", connection -> {
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(count()).isZero();
    }

    @Test
    default void createsTheTableOnceWhenManyNodesStartAtOnce() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        List<Callable<Integer>> inserts = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String id = "node " + i;
            inserts.add(() -> {
                start.await();
                return tables().run("insert", connection -> insert(id, connection));
            });
        }

        for (Future<Integer> inserted : threads.invokeAll(inserts)) {
            assertThat(inserted.get()).isEqualTo(1);
        }
        threads.shutdown();

        assertThat(count()).isEqualTo(nodes);
    }

    private int count() {
        return tables().run("count", JamesDatabaseContract::count);
    }

    private static int insert(String id, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO DIGIPOORT_TEST (ID) VALUES (?)")) {
            insert.setString(1, id);
            return insert.executeUpdate();
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM DIGIPOORT_TEST")) {
            row.next();
            return row.getInt(1);
        }
    }
}
