// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;

/** A database that commits, while the answer may be lost on the way, as when a connection breaks right then. */
final class LostAnswers implements Transactions {
    private final Transactions database;
    private boolean loses;
    private boolean losesNext = true;

    LostAnswers(Transactions database) {
        this.database = database;
    }

    /** One that cannot be reached at all. */
    static Transactions nowhere() {
        return new Transactions() {
            @Override
            public <T> T transact(SqlWork<T> work) throws SQLException {
                throw new SQLException("no connection");
            }
        };
    }

    /** Begins with the next one. */
    void loseEverySecondAnswer() {
        loses = true;
    }

    /** Then every other one. */
    void loseSecondAnswer() {
        loses = true;
        losesNext = false;
    }

    @Override
    public <T> T transact(SqlWork<T> work) throws SQLException {
        T answer = database.transact(work);
        if (loses) {
            losesNext = !losesNext;
            if (!losesNext) {
                throw new SQLException("the answer is lost");
            }
        }
        return answer;
    }
}
