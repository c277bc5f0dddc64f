// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Optional;

/** The answer of Cassandra to a compare-and-set. Immutable. */
final class CasAnswer {
    private final boolean applied;
    private final Row found;

    private CasAnswer(boolean applied, Row found) {
        this.applied = applied;
        this.found = found;
    }

    static CasAnswer of(AsyncResultSet answer) {
        return new CasAnswer(answer.wasApplied(), answer.one());
    }

    boolean isApplied() {
        return applied;
    }

    /** The compared columns of the row that prevented it; empty if it was applied or there is no row. */
    Optional<Row> found() {
        return Optional.of(found)
                .filter(row -> !applied && row.getColumnDefinitions().size() > 1);
    }
}
