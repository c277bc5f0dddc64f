// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings and errors on stderr, in addition to the log file. Attached only after the start: a start that fails prints one line, our own. What
 * the start found wrong with the configuration is kept until then.
 */
final class StandardErrorLog {
    private static final String NAME = "STDERR";
    private static final String FINDINGS = "nl.digipoort.james.configuration.Findings";

    private static final ListAppender<ILoggingEvent> KEPT = new ListAppender<>();

    private StandardErrorLog() {}

    /** Keeps the warnings about the configuration for {@link #attach}. */
    static void keepFindings() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            KEPT.start();
            context.getLogger(FINDINGS).addAppender(KEPT);
        }
    }

    static void attach() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{36} - %msg%n%ex{short}");
        encoder.start();
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.addFilter(warnings);
        appender.start();
        context.getLogger(FINDINGS).detachAppender(KEPT);
        KEPT.list.forEach(appender::doAppend);
        KEPT.list.clear();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    /** Detaches it. Parts that stop complain about parts that stopped before them; the log file is enough for that. */
    static void detach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(NAME);
        }
    }
}
