// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.base.Throwables;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Classifies failures by the SQLSTATE classes of ISO 9075, which are the same on HSQLDB, H2 and PostgreSQL. */
final class SqlStates {
    private static final String CONSTRAINT_VIOLATION = "23";
    private static final String TRANSACTION_ROLLBACK = "40";
    private static final String SYNTAX_OR_ACCESS_RULE = "42";

    /** By {@code lock_timeout}, by a timeout of the driver, and by those of HSQLDB and H2. */
    private static final List<String> GIVEN_UP = List.of("55P03", "57014", "HYT00", "HY008");

    /** HSQLDB: the catalogue of LOBs does not have it, or not its blocks. */
    private static final String LOB_NOT_VALID = "0F502";
    /** PostgreSQL: data_corrupted, as for values that are stored apart from their row and are missing there. */
    private static final String DATA_CORRUPTED = "XX001";

    private SqlStates() {}

    /** Whether the database gave the statement up because it took too long. It has changed nothing. */
    static boolean isGivenUp(Throwable failure) {
        return GIVEN_UP.stream().anyMatch(state -> has(failure, state));
    }

    /** Whether another transaction conflicted (same key inserted, deadlock), so that a new attempt may succeed. */
    static boolean isConflict(Throwable failure) {
        return has(failure, CONSTRAINT_VIOLATION) || has(failure, TRANSACTION_ROLLBACK);
    }

    /** Whether the statement names an object that does not exist. */
    static boolean isUnknownObject(Throwable failure) {
        return has(failure, SYNTAX_OR_ACCESS_RULE);
    }

    /** Whether a value is damaged, while the database answers. */
    static boolean isDamage(Throwable failure) {
        return has(failure, LOB_NOT_VALID) || has(failure, DATA_CORRUPTED);
    }

    private static boolean has(Throwable failure, String stateClass) {
        return state(failure).filter(state -> state.startsWith(stateClass)).isPresent();
    }

    private static Optional<String> state(Throwable failure) {
        return Throwables.getCausalChain(failure).stream()
                .filter(SQLException.class::isInstance)
                .findFirst()
                .map(cause -> ((SQLException) cause).getSQLState());
    }
}
