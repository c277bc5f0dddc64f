// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.Map;
import java.util.Optional;

/** The database of a James on JPA, and of the embedded server. A distributed home has none. */
final class DatabaseCheck {
    private static final String FILE = "james-database.properties";
    private static final String OF_DISTRIBUTED_HOMES = "cassandra.properties";
    private static final String URL = "database.url";
    private static final String DRIVER = "database.driverClassName";
    private static final String OURS = "PostgreSQL, HSQLDB or H2";
    private static final Map<String, String> DRIVERS =
            Map.of("postgresql", "org.postgresql.", "hsqldb", "org.hsqldb.", "h2", "org.h2.");
    private static final String PASSWORD = "database.password";

    private final James james;
    private final ConfigurationFiles files;
    private final Variables variables;
    private final Findings findings;

    DatabaseCheck(James james, ConfigurationFiles files, Findings findings) {
        this.james = james;
        this.files = files;
        this.variables = new Variables(files);
        this.findings = findings;
    }

    void run() {
        boolean hasOne =
                james.isEmbedded() ? files.text(OF_DISTRIBUTED_HOMES).isEmpty() : james.has("apache-james-mailbox-jpa");
        if (!hasOne) {
            return;
        }
        PropertiesText database = files.properties(FILE);
        Optional<String> url = database.value(URL).map(variables::resolve);
        if (url.isEmpty() || url.get().startsWith("jdbc:derby:")) {
            findings.add(
                    FILE,
                    database.line(URL),
                    "the database is Derby, with which the extension does not start: James's own deliveries deadlock on it",
                    OURS);
        } else if (!url.get().startsWith("${")) {
            kind(database, url.get());
        }
        boolean blank =
                database.value(PASSWORD).filter(password -> !password.isEmpty()).isEmpty();
        if (blank
                && james.version()
                        .filter(version -> version == JamesVersion.V3_9)
                        .isPresent()) {
            findings.add(
                    FILE, database.line(PASSWORD), "the password is blank, which James 3.9 refuses", PASSWORD + "=…");
        }
    }

    private void kind(PropertiesText database, String url) {
        Optional<String> kind = DRIVERS.keySet().stream()
                .filter(known -> url.startsWith("jdbc:" + known + ":"))
                .findFirst();
        if (kind.isEmpty()) {
            findings.add(FILE, database.line(URL), "the extension does not start with this database", OURS);
            return;
        }
        String packages = DRIVERS.get(kind.get());
        database.value(DRIVER)
                .map(variables::resolve)
                .filter(driver -> !driver.isEmpty() && !driver.startsWith("${") && !driver.startsWith(packages))
                .ifPresent(driver -> findings.add(
                        FILE,
                        database.line(DRIVER),
                        "the driver " + driver + " is not that of " + URL + ": James does not start",
                        "a class of " + packages));
        if (url.startsWith("jdbc:hsqldb:file:") && !url.contains(";hsqldb.write_delay=false")) {
            findings.add(
                    FILE, database.line(URL), "a crash loses accepted mail", ";hsqldb.write_delay=false in " + URL);
        }
    }
}
