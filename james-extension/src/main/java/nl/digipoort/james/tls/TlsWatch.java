package nl.digipoort.james.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the files of the certificates every few seconds, on a thread of its own, and renews the keys of tickets. */
@Singleton
public final class TlsWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsWatch.class);

    /** For the tickets, where the files are not watched. */
    private static final Duration WITHOUT_FILES = Duration.ofMinutes(1);

    private final ServerTls tls;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("digipoort-tls", true));

    @Inject
    public TlsWatch(ServerTls tls) {
        this.tls = tls;
    }

    public void start() {
        Duration files = tls.settings().reloadInterval();
        long millis = (files.isZero() ? WITHOUT_FILES : files).toMillis();
        // its result is not looked at: a look lets nothing out that would end it
        Future<?> unused = thread.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }

    /** One look. Whatever fails is tried again at the next one. */
    void tick() {
        try {
            if (tls.status().isPresent() && !tls.settings().reloadInterval().isZero()) {
                tls.reload();
            }
            tls.renewTickets();
        } catch (RuntimeException e) {
            LOGGER.warn("The certificates cannot be looked after now", e);
        }
    }
}
