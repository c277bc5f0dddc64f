// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.nio.file.Path;
import java.util.List;

/** Files with secrets that no setting of pop3server.xml names. */
final class SecretsCheck {
    private static final List<String> ALWAYS = List.of("digipoort-webadmin.tokens", "jmxremote.password");
    private static final List<String> WITH_PASSWORDS = List.of(
            "james-database.properties",
            "postgres.properties",
            "cassandra.properties",
            "rabbitmq.properties",
            "blob.properties",
            "opensearch.properties",
            "webadmin.properties");

    private final James james;
    private final ConfigurationFiles files;
    private final Findings findings;

    SecretsCheck(James james, ConfigurationFiles files, Findings findings) {
        this.james = james;
        this.files = files;
        this.findings = findings;
    }

    void run() {
        ALWAYS.forEach(this::forOwner);
        WITH_PASSWORDS.stream().filter(this::hasSecret).forEach(this::forOwner);
    }

    private void forOwner(String name) {
        Path file = james.conf().resolve(name);
        if (Readers.others(file)) {
            findings.add(name, 0, "every user of this machine can read the secrets in it", "mode 600");
        }
    }

    /** Those of an embedded database keep nobody out who can read the files. */
    private boolean hasSecret(String name) {
        String text = files.text(name).orElse("");
        boolean embedded = files.properties(name)
                .value("database.url")
                .filter(url -> url.matches("jdbc:(hsqldb:file|h2:file|derby):.*"))
                .isPresent();
        String set =
                text.lines().filter(line -> !line.strip().startsWith("#")).reduce("", (all, line) -> all + line + "\n");
        return !embedded && !Masked.of(set).equals(set);
    }
}
