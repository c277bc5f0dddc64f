// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link PostgresPlansTest} on HSQLDB, which plans by what indexes there are, without looking at how many rows there are. */
class HsqldbPlansTest {
    private static final Pattern LOGGED =
            Pattern.compile("^\\S+ \\S+ \\d+ ((?:SELECT|UPDATE|DELETE) .*)$", Pattern.MULTILINE);
    /** They follow a statement that has some; in it each is a colon and its number. */
    private static final String VALUES = "\\s\\((?:'(?:[^']|'')*'|[^'()])*\\)\\s*$";

    private static final Pattern SCAN =
            Pattern.compile("table=(?:JAMES|DIGIPOORT)\\w+\\s+(?:alias=\\w+\\s+)?cardinality=\\d+\\s+access=FULL SCAN");

    /** The database's own statements; and the locks of an embedded database are in memory (ADR 26). */
    private static final List<String> NOT_LOOKED_AT =
            List.of("INFORMATION_SCHEMA", "SYSTEM_LOBS", "1 = 0", "DIGIPOORT_MAILDROP_LOCK");

    @Test
    void readOnlyWhatTheyNeed(@TempDir Path folder) throws Exception {
        EntityManagerFactory factory =
                TestJpa.hsqldb("jdbc:hsqldb:file:" + folder + "/james;shutdown=true;hsqldb.sqllog=3");
        try {
            factory.createEntityManager().close();
            new DatabaseIndexes(new JamesDatabase(factory)).complete();
            PostgresPlansTest.useAll(factory);
            String log = Files.readString(folder.resolve("james.sql.log"));
            Set<String> statements = new TreeSet<>();
            LOGGED.matcher(log)
                    .results()
                    .map(found -> found.group(1))
                    .filter(statement -> NOT_LOOKED_AT.stream().noneMatch(statement::contains))
                    .map(HsqldbPlansTest::withoutValues)
                    .forEach(statements::add);
            assertThat(statements).hasSizeGreaterThan(40);
            List<String> reading = new ArrayList<>();
            for (String statement : statements) {
                String plan = plan(factory, statement);
                if (SCAN.matcher(plan).find()) {
                    reading.add(statement + " " + plan);
                }
            }
            assertThat(reading).anyMatch(plan -> plan.contains("LIMIT_VALUE FROM DIGIPOORT_LIMIT"));
            assertThat(reading)
                    .filteredOn(PostgresPlansTest.isOnPurpose().negate())
                    .isEmpty();
        } finally {
            factory.close();
        }
    }

    private static String withoutValues(String logged) {
        return logged.contains(":0") ? logged.replaceFirst(VALUES, "").replaceAll(":\\d+", "?") : logged;
    }

    private static String plan(EntityManagerFactory factory, String sql) throws SQLException {
        return new JamesDatabase(factory)
                .transact(connection ->
                        String.join("\n", Sql.all(connection, row -> row.getString(1), "EXPLAIN PLAN FOR " + sql)));
    }
}
