package nl.digipoort.james.stores.cassandra;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A table of ours: its name, and its columns and key in CQL. */
final class Table {
    private final String name;
    private final String columns;
    private final String options;

    private Table(String name, String columns, String options) {
        this.name = name;
        this.columns = columns;
        this.options = options;
    }

    static Table of(String name, String columns) {
        return new Table(name, columns, "");
    }

    /** For rows that all live equally long: whole files of them end at a time. */
    static Table ofRowsThatEnd(String name, String columns) {
        return new Table(
                name,
                columns,
                " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',"
                        + " 'compaction_window_size': '1'}");
    }

    String name() {
        return name;
    }

    /**
     * The id is the same whoever makes the table: when two nodes of Cassandra are asked for it at once, each under an id of
     * its own, they do not agree on the schema until they are restarted.
     */
    String creation(String keyspace) {
        UUID id = UUID.nameUUIDFromBytes((keyspace + '.' + name).getBytes(StandardCharsets.UTF_8));
        return "CREATE TABLE IF NOT EXISTS " + name + " (" + columns + ") WITH id = " + id + options;
    }
}
