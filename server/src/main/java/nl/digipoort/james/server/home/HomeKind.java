// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the configuration of a home is for. A home is of one kind: with the other one's settings it would be another, empty, mail server. */
public enum HomeKind {
    /** The database in the home, or one that James reaches by JDBC. */
    EMBEDDED(ImmutableList.of("conf"), ImmutableSet.of(), "james-database.properties") {
        @Override
        boolean isFresh(Path home) {
            return !Files.exists(home.resolve("var/database")) && !Files.exists(home.resolve("var/store"));
        }
    },
    /** Cassandra and RabbitMQ. What is for S3, OpenSearch and JMAP is for the stock server. */
    DISTRIBUTED(
            ImmutableList.of("conf", "conf-distributed"),
            ImmutableSet.of(
                    "blob.properties",
                    "jmap.properties",
                    "opensearch.properties",
                    "james-database.properties",
                    "james-database-postgresql.properties"),
            "cassandra.properties") {
        @Override
        boolean isFresh(Path home) {
            return !Files.exists(home.resolve("conf"));
        }
    };

    private final ImmutableList<String> folders;
    private final ImmutableSet<String> unread;
    private final String mark;

    HomeKind(ImmutableList<String> folders, ImmutableSet<String> unread, String mark) {
        this.folders = folders;
        this.unread = unread;
        this.mark = mark;
    }

    /** Whether nothing can have been sealed with a key yet. */
    abstract boolean isFresh(Path home);

    /** The folders of the distribution whose files a new home gets, later ones over earlier ones. */
    ImmutableList<String> folders() {
        return folders;
    }

    boolean reads(String file) {
        return !unread.contains(file);
    }

    /** Refuses a configuration of the other kind, and files that would be read by nobody. */
    void check(Path configuration) {
        String server = name().toLowerCase(Locale.ROOT) + " server";
        if (!Files.exists(configuration.resolve(mark))) {
            throw new StartException(
                    "configuration " + configuration + " is not for the " + server + ": it has no " + mark);
        }
        for (String file : unread) {
            if (Files.exists(configuration.resolve(file))) {
                throw new StartException("configuration " + configuration.resolve(file) + " is not read by the "
                        + server + ": remove it");
            }
        }
    }
}
