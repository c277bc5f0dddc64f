// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.base.Suppliers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import nl.digipoort.james.failure.StoreUnavailableException;

/**
 * The tables of one store in James's Cassandra. They are created on first use, and every failure becomes the exception of the store's SPI.
 * A statement without an answer (timeout, broken connection) is executed once more, so every statement must be safe to repeat. Thread-safe,
 * and safe against other nodes that start at the same time.
 */
final class Tables {
    /** Cassandra, with the tables. */
    private final Supplier<Statements> ready;

    private final BiFunction<String, Throwable, ? extends RuntimeException> trouble;
    private final Map<Query, PreparedStatement> prepared = new ConcurrentHashMap<>();

    /** For a store whose SPI throws {@link StoreUnavailableException}. */
    Tables(Statements cassandra, List<Table> tables) {
        this(cassandra, tables, StoreUnavailableException::new);
    }

    /** @param trouble creates the exception of the SPI from a message and a cause */
    Tables(
            Statements cassandra,
            List<Table> tables,
            BiFunction<String, Throwable, ? extends RuntimeException> trouble) {
        this.ready = Suppliers.memoize(() -> {
            tables.forEach(cassandra::create);
            return cassandra;
        });
        this.trouble = trouble;
    }

    /**
     * Executes a statement and waits for its answer.
     *
     * @param purpose the action for the message, such as "find a credential record"
     * @return the first row
     */
    Optional<Row> row(String purpose, Query query, Object... values) {
        return Optional.ofNullable(
                answer(purpose, start(purpose, query, values)).one());
    }

    /** Passes the rows to a visitor until there are no more or the visitor returns false. */
    void visit(String purpose, Predicate<Row> visitor, Query query, Object... values) {
        AsyncResultSet page = answer(purpose, start(purpose, query, values));
        while (true) {
            for (Row row : page.currentPage()) {
                if (!visitor.test(row)) {
                    return;
                }
            }
            if (!page.hasMorePages()) {
                return;
            }
            page = answer(purpose, page.fetchNextPage());
        }
    }

    /** Compares and sets, and waits for the answer. If it is executed twice, it may find its own earlier write. */
    CasAnswer compareAndSet(String purpose, Query query, Object... values) {
        return CasAnswer.of(answer(purpose, start(purpose, query, values)));
    }

    /**
     * Writes a row whatever it was before, in the order of Cassandra. A plain write would have the time of this node, and no effect after
     * one of a node whose clock is ahead.
     *
     * @param change an UPDATE with IF EXISTS
     * @param creation an INSERT with IF NOT EXISTS, with the same values in the same order
     */
    void put(String purpose, Query change, Query creation, Object... values) {
        while (!compareAndSet(purpose, change, values).isApplied()
                && !compareAndSet(purpose, creation, values).isApplied()) {
            // somebody has created or deleted the row in between
        }
    }

    static byte[] octets(Row row, String column) {
        ByteBuffer buffer = row.getByteBuffer(column);
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }

    /** Starts a statement. Pass the result to {@link #answer}. */
    CompletionStage<AsyncResultSet> start(String purpose, Query query, Object... values) {
        try {
            Statements cassandra = ready.get();
            BoundStatement statement =
                    prepared.computeIfAbsent(query, cassandra::prepare).bind(values);
            return cassandra
                    .execute(statement)
                    .handle((answer, failure) ->
                            failure == null ? CompletableFuture.completedFuture(answer) : cassandra.execute(statement))
                    .thenCompose(Function.identity());
        } catch (DriverException | IllegalStateException e) {
            throw trouble(purpose, e);
        }
    }

    AsyncResultSet answer(String purpose, CompletionStage<AsyncResultSet> started) {
        try {
            return started.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw trouble(purpose, e.getCause());
        }
    }

    private RuntimeException trouble(String purpose, Throwable cause) {
        return trouble.apply("cannot " + purpose + " in James's Cassandra", cause);
    }
}
