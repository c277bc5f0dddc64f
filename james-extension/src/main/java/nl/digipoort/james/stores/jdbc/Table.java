// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of this project: its name, and its columns and keys in SQL that HSQLDB, H2 and PostgreSQL all accept. A column that a table of an
 * earlier version lacks is added, and the rows of an earlier table can be taken over.
 */
final class Table {
    /** Placeholder in a definition for the database's type of octets that are stored in the row. */
    static final String OCTETS = "${OCTETS}";
    /** The most octets that all three databases accept. */
    static final int MOST_OCTETS = 256 * 1024;

    private static final String INLINE = "VARBINARY(" + MOST_OCTETS + ")";
    private static final Map<String, String> OCTETS_TYPES = Map.of("PostgreSQL", "BYTEA");

    private final String name;
    private final String definition;
    private final List<String> addedColumns;
    private final String earlierTable;
    private final List<String> takeover;
    private final String indexed;

    private Table(
            String name,
            String definition,
            List<String> addedColumns,
            String earlierTable,
            List<String> takeover,
            String indexed) {
        this.name = name;
        this.definition = definition;
        this.addedColumns = addedColumns;
        this.earlierTable = earlierTable;
        this.takeover = takeover;
        this.indexed = indexed;
    }

    static Table of(String name, String definition) {
        return new Table(name, definition, List.of(), "", List.of(), "");
    }

    /** @param columns columns that tables of earlier versions do not have, each in the form of the definition */
    Table withColumns(List<String> columns) {
        return new Table(
                name, definition + ", " + String.join(", ", columns), columns, earlierTable, takeover, indexed);
    }

    /**
     * @param earlier the table of earlier versions whose rows are taken over, in one transaction, as long as it exists
     * @param column the added column, in the form of the definition
     * @param takeover the statements that take the rows over; they may run again
     */
    Table withColumnInsteadOf(String earlier, String column, List<String> takeover) {
        return new Table(name, definition + ", " + column, List.of(column), earlier, takeover, indexed);
    }

    /** @param indexed columns and condition of an index that PostgreSQL has and the others do without */
    Table withPostgresIndex(String indexed) {
        return new Table(name, definition, addedColumns, earlierTable, takeover, indexed);
    }

    String probe() {
        return probe("*");
    }

    /** A query that fails if the added column is missing. */
    String probe(String column) {
        return "SELECT COUNT(" + column.split(" ", 2)[0] + ") FROM " + name + " WHERE 1 = 0";
    }

    List<String> addedColumns() {
        return addedColumns;
    }

    String addition(String column) {
        return "ALTER TABLE " + name + " ADD COLUMN " + column;
    }

    /** The name of the index on PostgreSQL. */
    Optional<String> postgresIndex() {
        return indexed.isEmpty() ? Optional.empty() : Optional.of(name + "_INDEX");
    }

    String indexCreation() {
        return "CREATE INDEX IF NOT EXISTS " + name + "_INDEX ON " + name + " " + indexed;
    }

    /** The name of the earlier table; empty if there is none. */
    String earlierTable() {
        return earlierTable;
    }

    List<String> takeover() {
        return takeover;
    }

    /** @param product the product name that the database reports */
    String creation(String product) {
        return "CREATE TABLE " + name + " ("
                + definition.replace(OCTETS, OCTETS_TYPES.getOrDefault(product, INLINE))
                + ")";
    }
}
