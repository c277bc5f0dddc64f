// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.nio.file.Path;
import java.util.List;

/** One jar of the extension, the one for this James. The embedded server has it in itself. */
final class JarCheck {
    private final James james;
    private final Findings findings;

    JarCheck(James james, Findings findings) {
        this.james = james;
        this.findings = findings;
    }

    void run() {
        if (james.isEmbedded()) {
            return;
        }
        JamesVersion version = james.version().orElseThrow();
        List<ExtensionJar> jars = ExtensionJar.allBelow(james.extensions());
        if (jars.isEmpty()) {
            findings.elsewhere("extensions-jars", "the extension is not there", version.jar());
        }
        for (ExtensionJar jar : jars) {
            if (jar.version() != version) {
                findings.elsewhere(
                        name(jar.file()),
                        "this jar is for James " + jar.version().text() + ", and this is James " + version.text(),
                        version.jar());
            }
        }
        if (jars.size() > 1) {
            findings.elsewhere(
                    name(jars.get(1).file()),
                    "the extension is also in " + name(jars.get(0).file())
                            + ": James loads each file there, whatever its name",
                    "one jar alone, the newest");
        }
        driver();
    }

    /** James 3.9.0 has it because jOOQ brings it, and opens no connection by it: a James built otherwise may lack it. */
    private void driver() {
        boolean reactive = james.has("apache-james-mailbox-postgres");
        if (reactive && !james.has("postgresql") && !james.hasExtension("postgresql-\\d.*\\.jar")) {
            findings.elsewhere("extensions-jars", "PostgreSQL's JDBC driver is missing", "postgresql-42.7.….jar");
        }
    }

    private String name(Path file) {
        return james.directory().relativize(file).toString();
    }
}
