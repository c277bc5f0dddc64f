// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongTransactionsTest {
    /** Needs no connection: each transaction is only its work. */
    private final Transactions database = new Transactions() {
        @Override
        public <T> T transact(SqlWork<T> work) throws SQLException {
            return work.run(null);
        }

        @Override
        public <T> T transactAtLength(SqlWork<T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T statements(SqlWork<T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T query(SqlWork<T> work) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void leavesHalfOfTheConnectionsToAllElse() throws SQLException {
        LongTransactions four = new LongTransactions(4, Duration.ZERO);

        assertThat(four.<Integer>run(database, first -> four.run(database, second -> 2)))
                .isEqualTo(2);
        assertThatThrownBy(() -> four.run(
                        database, first -> four.run(database, second -> four.run(database, third -> "not reached"))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("too many large transactions");
    }

    @Test
    void givesTheTurnBackAlsoAfterAFailure() throws SQLException {
        LongTransactions one = new LongTransactions(1, Duration.ZERO);
        assertThatThrownBy(() -> one.run(database, work -> {
                    throw new SQLException("broken");
                }))
                .hasMessage("broken");

        assertThat(one.<String>run(database, work -> "next")).isEqualTo("next");
    }
}
