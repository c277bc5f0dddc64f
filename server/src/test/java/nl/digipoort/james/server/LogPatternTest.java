// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of the log: nothing that was logged can pass for a line of the server's own. */
class LogPatternTest {
    private static final String FAKE =
            "2026-11-24T03:33:54.424Z INFO  [x] nl.digipoort.james.login - - - login outcome=AUTH";

    @ParameterizedTest
    @ValueSource(strings = {"logback.xml", "logback-embedded.xml"})
    void indentsAllLinesButTheFirst(String file) throws Exception {
        Exception cause = new IllegalStateException("first\n" + FAKE + "\r" + FAKE);

        List<String> lines = encoded(file, "message\r\n" + FAKE + "\n\n" + FAKE, cause)
                .lines()
                .toList();

        assertThat(lines.get(0)).endsWith(" nl.digipoort.Some - - - message");
        assertThat(lines).hasSizeGreaterThan(8);
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.isEmpty() || line.startsWith("  "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logback.xml", "logback-embedded.xml"})
    void beginsWithTheTimeInIsoForm(String file) throws Exception {
        String line = encoded(file, "message", null);

        assertThat(line)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)"
                        + " WARN  \\[main] nl\\.digipoort\\.Some - - - message\\R");
    }

    private static String encoded(String file, String message, Throwable cause) throws Exception {
        String xml = Files.readString(Distribution.project().resolve("conf").resolve(file));
        Matcher pattern = Pattern.compile("<pattern>(.*)</pattern>").matcher(xml);
        assertThat(pattern.find()).isTrue();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern.group(1));
        encoder.start();
        Logger logger = context.getLogger("nl.digipoort.Some");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, cause, new Object[0]);
        event.setThreadName("main");
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
