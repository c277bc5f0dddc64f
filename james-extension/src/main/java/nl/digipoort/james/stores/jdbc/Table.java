package nl.digipoort.james.stores.jdbc;

/** A table of ours: its name, and its columns and keys in SQL that HSQLDB, H2 and PostgreSQL all take. */
final class Table {
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

    String creation() {
        return "CREATE TABLE " + name + " (" + definition + ")";
    }
}
