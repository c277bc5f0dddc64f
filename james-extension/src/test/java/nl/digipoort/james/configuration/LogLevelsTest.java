// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {
    private static final String LOGIN = "nl.digipoort.james.login";
    private static final String AUDIT = "nl.digipoort.james.audit";
    private static final String JETTY = "org.eclipse.jetty";
    private static final String REQUESTS = "org.apache.james.webadmin.mdc.LoggingRequestFilter";

    private final Map<String, Level> before = new HashMap<>();

    @BeforeEach
    void setAsInTheOverlay() {
        set(LOGIN, Level.INFO);
        set(AUDIT, Level.INFO);
        set(JETTY, Level.WARN);
        set(REQUESTS, Level.WARN);
    }

    @AfterEach
    void setBack() {
        before.forEach((name, level) -> logger(name).setLevel(level));
    }

    @Test
    void areContentWithTheOverlay() {
        assertThat(LogLevels.findingsOfAuditLogger()).isEmpty();
    }

    @Test
    void findLinesThatAreLost() {
        set(LOGIN, Level.WARN);
        set(AUDIT, Level.OFF);

        assertThat(LogLevels.findings())
                .extracting(Finding::toString)
                .containsExactly(line("logins are not logged", LOGIN, "INFO"));
        assertThat(LogLevels.findingsOfAuditLogger())
                .extracting(Finding::toString)
                .containsExactly(
                        line("logins are not logged", LOGIN, "INFO"), line("the audit trail is lost", AUDIT, "INFO"));
        assertThat(LogLevels.findingsOfAuditLogger().get(1).isBreaking()).isTrue();
    }

    @Test
    void findPasswordsThatAreLogged() {
        set(JETTY, Level.DEBUG);
        set(REQUESTS, Level.INFO);

        assertThat(LogLevels.findings())
                .extracting(Finding::toString)
                .containsExactly(
                        line("passwords in requests to WebAdmin are logged", JETTY, "WARN"),
                        line("a password in a malformed request to WebAdmin is logged", REQUESTS, "WARN"));
    }

    private static String line(String problem, String logger, String level) {
        return "logback.xml or logback-embedded.xml: " + problem + "; write <logger name=\"" + logger + "\" level=\""
                + level + "\"/>";
    }

    private void set(String name, Level level) {
        before.putIfAbsent(
                name,
                logger(name).getLevel() == null ? Level.WARN : logger(name).getLevel());
        logger(name).setLevel(level);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
