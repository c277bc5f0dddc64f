// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a logger writes at INFO and above until this is closed, as "LEVEL message". */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    private CapturedLog(Logger logger) {
        this.logger = logger;
    }

    public static CapturedLog of(Class<?> type) {
        return of(type.getName());
    }

    public static CapturedLog of(String loggerName) {
        CapturedLog log = new CapturedLog((Logger) LoggerFactory.getLogger(loggerName));
        log.events.start();
        log.logger.setLevel(Level.INFO);
        log.logger.addAppender(log.events);
        return log;
    }

    /** The lines since the last call. */
    public List<String> take() {
        synchronized (events) {
            List<String> lines = events.list.stream()
                    .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                    .collect(Collectors.toList());
            events.list.clear();
            return lines;
        }
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }
}
