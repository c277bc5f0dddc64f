package nl.digipoort.james.stores.jdbc;

import java.util.Map;

/** A table of ours: its name, and its columns and keys in SQL that HSQLDB, H2 and PostgreSQL all take. */
final class Table {
    /** In a definition: the database's type for octets that are kept in the row. */
    static final String OCTETS = "${OCTETS}";
    /** So many of them take all three. */
    static final int MOST_OCTETS = 256 * 1024;

    private static final String INLINE = "VARBINARY(" + MOST_OCTETS + ")";
    private static final Map<String, String> OCTETS_TYPES = Map.of("PostgreSQL", "BYTEA");

    private final String name;
    private final String definition;

    private Table(String name, String definition) {
        this.name = name;
        this.definition = definition;
    }

    static Table of(String name, String definition) {
        return new Table(name, definition);
    }

    String probe() {
        return "SELECT COUNT(*) FROM " + name + " WHERE 1 = 0";
    }

    /** @param product the database's name for itself */
    String creation(String product) {
        return "CREATE TABLE " + name + " ("
                + definition.replace(OCTETS, OCTETS_TYPES.getOrDefault(product, INLINE))
                + ")";
    }
}
