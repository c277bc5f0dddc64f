// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** A CQL statement with placeholders, and the consistency that makes its answer reliable. Immutable. */
final class Query {
    /** Rows per page: one tombstone in each row stays below Cassandra's warning threshold. */
    private static final int PAGE = 500;

    private final String cql;
    private final boolean repeatable;

    private Query(String cql, boolean repeatable) {
        this.cql = cql;
        this.repeatable = repeatable;
    }

    /** A read that sees all acknowledged writes, including compare-and-sets. */
    static Query read(String cql) {
        return new Query(cql, true);
    }

    /** A plain write. Never use it on data that {@link #compareAndSet} also writes: Cassandra does not order the two. */
    static Query write(String cql) {
        return new Query(cql, true);
    }

    /** A lightweight transaction: a statement with IF, within one partition. */
    static Query compareAndSet(String cql) {
        return new Query(cql, false);
    }

    /** @param serial SERIAL, or LOCAL_SERIAL if only one data centre of Cassandra serves James */
    SimpleStatement statement(ConsistencyLevel serial) {
        ConsistencyLevel quorum = serial.equals(DefaultConsistencyLevel.LOCAL_SERIAL)
                ? DefaultConsistencyLevel.LOCAL_QUORUM
                : DefaultConsistencyLevel.QUORUM;
        return SimpleStatement.newInstance(cql)
                .setConsistencyLevel(quorum)
                .setSerialConsistencyLevel(serial)
                .setPageSize(PAGE)
                // after a lost answer the store finds out the result; the driver must not repeat the statement
                .setIdempotent(repeatable);
    }
}
