// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The level at which Logback lets a logger log by its file: its own, or that of the nearest one above it. Immutable. */
final class LogLevel {
    /** At DEBUG it logs every octet of a request. */
    static final String JETTY = "org.eclipse.jetty";
    /** At INFO it logs the query of a request, which has the password if the content type was wrong. */
    static final String REQUESTS = "org.apache.james.webadmin.mdc.LoggingRequestFilter";

    private static final List<String> LEVELS = List.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    /** A variable of Logback with what counts if nobody sets it. */
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{[^:}]*:-([^}]*)\\}");

    private final String level;
    private final int line;

    private LogLevel(String level, int line) {
        this.level = level;
        this.line = line;
    }

    static LogLevel of(XmlElement configuration, String logger) {
        LogLevel found = new LogLevel("DEBUG", 0);
        int length = -1;
        for (XmlElement element : configuration.children()) {
            String name = element.name().equals("root") ? "" : element.attribute("name");
            boolean above = name.isEmpty() || logger.equals(name) || logger.startsWith(name + ".");
            String level = DEFAULTED
                    .matcher(element.attribute("level"))
                    .replaceFirst("$1")
                    .strip()
                    .toUpperCase(Locale.ROOT);
            boolean isLogger = List.of("root", "logger").contains(element.name());
            if (isLogger && above && LEVELS.contains(level) && name.length() > length) {
                found = new LogLevel(level, element.line());
                length = name.length();
            }
        }
        return found;
    }

    /** Whether less is logged than at that level. */
    boolean isAbove(String other) {
        return LEVELS.indexOf(level) > LEVELS.indexOf(other);
    }

    /** Whether more is logged than at that level. */
    boolean isBelow(String other) {
        return LEVELS.indexOf(level) < LEVELS.indexOf(other);
    }

    int line() {
        return line;
    }

    @Override
    public String toString() {
        return level;
    }
}
