// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;

/** A database that commits, but whose answer may be lost, as when the connection breaks at that moment. */
final class LostAnswers implements Transactions {
    private final Transactions database;
    private boolean loses;
    private boolean losesNext = true;

    LostAnswers(Transactions database) {
        this.database = database;
    }

    /** A database that is never available. */
    static Transactions nowhere() {
        return new Transactions() {
            @Override
            public <T> T transact(SqlWork<T> work) throws SQLException {
                throw new SQLException("no connection");
            }

            @Override
            public <T> T transactAtLength(SqlWork<T> work) throws SQLException {
                throw new SQLException("no connection");
            }

            @Override
            public <T> T statements(SqlWork<T> work) throws SQLException {
                throw new SQLException("no connection");
            }

            @Override
            public <T> T query(SqlWork<T> work) throws SQLException {
                throw new SQLException("no connection");
            }
        };
    }

    /** Loses the next answer, then every second one. */
    void loseEverySecondAnswer() {
        loses = true;
    }

    /** Loses the answer after the next one, then every second one. */
    void loseSecondAnswer() {
        loses = true;
        losesNext = false;
    }

    @Override
    public <T> T transact(SqlWork<T> work) throws SQLException {
        return lose(database.transact(work));
    }

    @Override
    public <T> T transactAtLength(SqlWork<T> work) throws SQLException {
        return lose(database.transactAtLength(work));
    }

    @Override
    public <T> T statements(SqlWork<T> work) throws SQLException {
        return lose(database.statements(work));
    }

    @Override
    public <T> T query(SqlWork<T> work) throws SQLException {
        return lose(database.query(work));
    }

    private <T> T lose(T answer) throws SQLException {
        if (loses) {
            losesNext = !losesNext;
            if (!losesNext) {
                throw new SQLException("the answer is lost");
            }
        }
        return answer;
    }
}
