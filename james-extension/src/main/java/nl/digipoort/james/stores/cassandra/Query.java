// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** A statement in CQL with places for values, and what it takes for its answer to be relied on. Immutable. */
final class Query {
    /** Rows a page: one dead cell in each stays below what Cassandra warns of. */
    private static final int PAGE = 500;

    private enum Kind {
        READ,
        WRITE,
        COMPARE_AND_SET
    }

    private final Kind kind;
    private final String cql;

    private Query(Kind kind, String cql) {
        this.kind = kind;
        this.cql = cql;
    }

    /** Sees all that was acknowledged before, compare-and-sets included. */
    static Query read(String cql) {
        return new Query(Kind.READ, cql);
    }

    /** Never for what is written by {@link #compareAndSet} as well: Cassandra does not order the two. */
    static Query write(String cql) {
        return new Query(Kind.WRITE, cql);
    }

    /** A lightweight transaction: with IF, within one partition. */
    static Query compareAndSet(String cql) {
        return new Query(Kind.COMPARE_AND_SET, cql);
    }

    /** @param serial SERIAL, or LOCAL_SERIAL where James has one data centre of Cassandra's to itself */
    SimpleStatement statement(ConsistencyLevel serial) {
        ConsistencyLevel quorum = serial.equals(DefaultConsistencyLevel.LOCAL_SERIAL)
                ? DefaultConsistencyLevel.LOCAL_QUORUM
                : DefaultConsistencyLevel.QUORUM;
        return SimpleStatement.newInstance(cql)
                .setConsistencyLevel(quorum)
                .setSerialConsistencyLevel(serial)
                .setPageSize(PAGE)
                // whether a lost answer was an answer is for the store to find out, not for the driver to guess
                .setIdempotent(kind != Kind.COMPARE_AND_SET);
    }
}
