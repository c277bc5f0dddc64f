// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.Optional;

/** That logins are logged, for fail2ban, and passwords are not. */
final class LogCheck {
    private final String file;
    private final ConfigurationFiles files;
    private final Findings findings;

    LogCheck(James james, ConfigurationFiles files, Findings findings) {
        this.file = james.isEmbedded() ? "logback-embedded.xml" : LogbackEdits.FILE;
        this.files = files;
        this.findings = findings;
    }

    void run() {
        Optional<XmlElement> root = files.xml(file);
        if (root.isEmpty()) {
            findings.add(
                    file,
                    0,
                    "the file is not there: Logback logs at DEBUG, passwords among it",
                    "James's sample, or the overlay's");
            return;
        }
        LogLevel logins = LogLevel.of(root.get(), LogbackEdits.LOGINS);
        if (logins.isAbove("INFO")) {
            findings.add(
                    file,
                    logins.line(),
                    "logins are not logged (" + logins + "), so fail2ban reads nothing",
                    logger(LogbackEdits.LOGINS, "INFO"));
        }
        LogLevel jetty = LogLevel.of(root.get(), LogLevel.JETTY);
        if (jetty.isBelow("INFO")) {
            findings.add(
                    file, jetty.line(), "passwords in requests to WebAdmin are logged", logger(LogLevel.JETTY, "WARN"));
        }
        LogLevel requests = LogLevel.of(root.get(), LogLevel.REQUESTS);
        if (requests.isBelow("WARN")) {
            findings.add(
                    file,
                    requests.line(),
                    "a password in a malformed request is logged",
                    logger(LogLevel.REQUESTS, "WARN"));
        }
    }

    private static String logger(String name, String level) {
        return "<logger name=\"" + name + "\" level=\"" + level + "\"/>";
    }
}
