// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Loggers whose level matters: those whose lines are wanted, and those whose lines have passwords. Levels may change at run time. */
public final class LogLevels {
    private static final String FILE = "logback.xml or logback-embedded.xml";
    private static final String LOGIN = "nl.digipoort.james.login";
    private static final String AUDIT = "nl.digipoort.james.audit";
    private static final String JETTY = "org.eclipse.jetty";
    private static final String REQUESTS = "org.apache.james.webadmin.mdc.LoggingRequestFilter";

    private LogLevels() {}

    /** For an audit trail that is not kept by a logger. */
    public static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!LoggerFactory.getLogger(LOGIN).isInfoEnabled()) {
            findings.add(Finding.weakening(FILE, "logins are not logged", write(LOGIN, "INFO")));
        }
        if (LoggerFactory.getLogger(JETTY).isDebugEnabled()) {
            findings.add(Finding.breaking(FILE, "passwords in requests to WebAdmin are logged", write(JETTY, "WARN")));
        }
        if (LoggerFactory.getLogger(REQUESTS).isInfoEnabled()) {
            findings.add(Finding.weakening(
                    FILE, "a password in a malformed request to WebAdmin is logged", write(REQUESTS, "WARN")));
        }
        return findings;
    }

    /** For an audit trail that a logger keeps. */
    public static List<Finding> findingsOfAuditLogger() {
        List<Finding> findings = new ArrayList<>(findings());
        if (!LoggerFactory.getLogger(AUDIT).isInfoEnabled()) {
            findings.add(Finding.breaking(FILE, "the audit trail is lost", write(AUDIT, "INFO")));
        }
        return findings;
    }

    private static String write(String logger, String level) {
        return "write <logger name=\"" + logger + "\" level=\"" + level + "\"/>";
    }
}
