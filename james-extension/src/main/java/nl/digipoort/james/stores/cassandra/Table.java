// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A table of this project: its name, its columns and its key in CQL. */
final class Table {
    private final String name;
    private final String columns;
    private final String options;

    private final Map<String, String> added;

    private Table(String name, String columns, String options, Map<String, String> added) {
        this.name = name;
        this.columns = columns;
        this.options = options;
        this.added = added;
    }

    static Table of(String name, String columns) {
        return new Table(name, columns, "", Map.of());
    }

    /** @param type the type of a column that tables of earlier versions do not have */
    Table withAdded(String column, String type) {
        Map<String, String> all = new LinkedHashMap<>(added);
        all.put(column, type);
        return new Table(name, columns + ", " + column + " " + type, options, all);
    }

    Set<String> added() {
        return added.keySet();
    }

    String addition(String column) {
        return "ALTER TABLE " + name + " ADD " + column + " " + added.get(column);
    }

    /** For rows that all have the same time to live, so that whole files expire together. */
    static Table ofRowsThatEnd(String name, String columns) {
        return new Table(
                name,
                columns,
                " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',"
                        + " 'compaction_window_size': '1'}",
                Map.of());
    }

    String name() {
        return name;
    }

    /**
     * Every node creates the table with the same id. If two nodes of Cassandra create it at once with different ids, they do not agree on
     * the schema until they are restarted.
     */
    String creation(String keyspace) {
        UUID id = UUID.nameUUIDFromBytes((keyspace + '.' + name).getBytes(StandardCharsets.UTF_8));
        return "CREATE TABLE IF NOT EXISTS " + name + " (" + columns + ") WITH id = " + id + options;
    }
}
