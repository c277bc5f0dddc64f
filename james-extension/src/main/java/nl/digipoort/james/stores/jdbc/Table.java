// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import java.util.Map;

/**
 * A table of ours: its name, and its columns and keys in SQL that HSQLDB, H2 and PostgreSQL all take. A column that tables of an
 * earlier version lack is added to them, and the rows of an earlier table can be taken over.
 */
final class Table {
    /** In a definition: the database's type for octets that are kept in the row. */
    static final String OCTETS = "${OCTETS}";
    /** So many of them take all three. */
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
     * @param column in the form of the definition
     * @param takeover may be run again
     */
    Table withColumnInsteadOf(String earlier, String column, List<String> takeover) {
        return new Table(name, definition + ", " + column, column, earlier, takeover);
    }

    String probe() {
        return "SELECT COUNT(*) FROM " + name + " WHERE 1 = 0";
    }

    /** Fails where the column is missing that was added later. */
    String columnProbe() {
        return probe().replace("*", addedColumn.substring(0, addedColumn.indexOf(' ')));
    }

    String addition() {
        return "ALTER TABLE " + name + " ADD COLUMN " + addedColumn;
    }

    /** Empty if there is none. */
    String earlierTable() {
        return earlierTable;
    }

    List<String> takeover() {
        return takeover;
    }

    /** @param product the database's name for itself */
    String creation(String product) {
        return "CREATE TABLE " + name + " ("
                + definition.replace(OCTETS, OCTETS_TYPES.getOrDefault(product, INLINE))
                + ")";
    }
}
