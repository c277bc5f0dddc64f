// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.Optional;

/** The log of logins, in a file of its own with the pattern that fail2ban's filter reads, and no passwords in James's log. */
final class LogbackEdits {
    static final String FILE = "logback.xml";
    private static final String OURS = "nl.digipoort";
    static final String LOGINS = "nl.digipoort.james.login";
    private static final String APPENDER = "DIGIPOORT_LOGIN";

    private final ConfigurationFiles files;

    LogbackEdits(ConfigurationFiles files) {
        this.files = files;
    }

    void compute() {
        if (files.text(FILE).isEmpty()) {
            return;
        }
        if (logger(LOGINS).isEmpty()) {
            append(appender());
            append("<logger name=\"" + LOGINS + "\" level=\"INFO\">\n"
                    + "    <appender-ref ref=\"" + APPENDER + "\"/>\n"
                    + "</logger>");
        }
        atLeast(OURS, "INFO");
        atLeast(LOGINS, "INFO");
        atMost(LogLevel.JETTY, "INFO", "WARN");
        atMost(LogLevel.REQUESTS, "WARN", "WARN");
    }

    private Optional<XmlElement> logger(String name) {
        return files.xml(FILE).stream()
                .flatMap(root -> root.children("logger").stream())
                .filter(logger -> logger.attribute("name").equals(name))
                .findFirst();
    }

    private void atLeast(String name, String level) {
        if (files.xml(FILE)
                .filter(root -> LogLevel.of(root, name).isAbove(level))
                .isPresent()) {
            level(name, level);
        }
    }

    /** Below that level these loggers have passwords. */
    private void atMost(String name, String lowest, String level) {
        if (files.xml(FILE)
                .filter(root -> LogLevel.of(root, name).isBelow(lowest))
                .isPresent()) {
            level(name, level);
        }
    }

    private void level(String name, String level) {
        Optional<XmlElement> present = logger(name);
        if (present.isEmpty()) {
            append("<logger name=\"" + name + "\" level=\"" + level + "\"/>");
            return;
        }
        TextEdits edits = new TextEdits(files.text(FILE).orElseThrow());
        Optional<Place> place = present.get().attributePlace("level");
        if (place.isPresent()) {
            edits.replace(place.get(), level);
        } else {
            int behindName = present.get().all().start() + "<logger".length();
            edits.replace(new Place(behindName, behindName), " level=\"" + level + "\"");
        }
        files.put(FILE, edits.result());
    }

    private void append(String lines) {
        TextEdits edits = new TextEdits(files.text(FILE).orElseThrow());
        edits.append(files.xml(FILE).orElseThrow(), lines);
        files.put(FILE, edits.result());
    }

    private static String appender() {
        return "<!-- Each login, one line in the form that conf/fail2ban of Digipoort POP3 reads. -->\n"
                + "<appender name=\"" + APPENDER + "\" class=\"ch.qos.logback.core.rolling.RollingFileAppender\">\n"
                + "    <file>${working.directory:-.}/var/log/digipoort-login.log</file>\n"
                + "    <rollingPolicy class=\"ch.qos.logback.core.rolling.TimeBasedRollingPolicy\">\n"
                + "        <fileNamePattern>${working.directory:-.}/var/log/digipoort-login.%d.log.gz</fileNamePattern>\n"
                + "        <maxHistory>30</maxHistory>\n"
                + "    </rollingPolicy>\n"
                + "    <encoder>\n"
                + "        <pattern>" + PATTERN + "</pattern>\n"
                + "    </encoder>\n"
                + "</appender>";
    }

    /** That of conf/logback.xml. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} %mdc{ip:--} "
            + "%mdc{sessionId:--} - %replace(%msg%n%ex){'([\\r\\n]+)(?=.)', '$1  '}";
}
