// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import java.util.Map;

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
    private final String addedColumn;
    private final String earlierTable;
    private final List<String> takeover;

    private Table(String name, String definition, String addedColumn, String earlierTable, List<String> takeover) {
        this.name = name;
        this.definition = definition;
        this.addedColumn = addedColumn;
        this.earlierTable = earlierTable;
        this.takeover = takeover;
    }

    static Table of(String name, String definition) {
        return new Table(name, definition, "", "", List.of());
    }

    /**
     * @param earlier the table of earlier versions whose rows are taken over, in one transaction, as long as it exists
     * @param column the added column, in the form of the definition
     * @param takeover the statements that take the rows over; they may run again
     */
    Table withColumnInsteadOf(String earlier, String column, List<String> takeover) {
        return new Table(name, definition + ", " + column, column, earlier, takeover);
    }

    String probe() {
        return "SELECT COUNT(*) FROM " + name + " WHERE 1 = 0";
    }

    /** A query that fails if the added column is missing. */
    String columnProbe() {
        return probe().replace("*", addedColumn.substring(0, addedColumn.indexOf(' ')));
    }

    String addition() {
        return "ALTER TABLE " + name + " ADD COLUMN " + addedColumn;
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
