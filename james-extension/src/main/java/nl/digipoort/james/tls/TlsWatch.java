// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.time.Duration;
import java.util.function.Consumer;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.schedule.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the certificate files every few seconds, on its own thread, and renews the ticket keys. */
@Singleton
public final class TlsWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsWatch.class);

    /** Interval for the ticket keys if the files are not watched. */
    private static final Duration WITHOUT_FILES = Duration.ofMinutes(1);

    private final ServerTls tls;
    private final Periodic periodic =
            new Periodic("digipoort-tls", e -> LOGGER.warn("The certificates cannot be looked after now", e));

    private Consumer<Reload> listener = reload -> {};

    @Inject
    public TlsWatch(ServerTls tls) {
        this.tls = tls;
    }

    /** Sets the one listener, which receives the result of each look at the files. Call before {@link #start}. */
    public void whenReloaded(Consumer<Reload> told) {
        listener = told;
    }

    public void start() {
        Duration files = tls.settings().reloadInterval();
        periodic.every(files.isZero() ? WITHOUT_FILES : files, this::look);
    }

    @PreDestroy
    public void stop() {
        periodic.stop();
    }

    private void look() {
        if (tls.status().isPresent() && !tls.settings().reloadInterval().isZero()) {
            listener.accept(tls.reload());
        }
        tls.renewTickets();
    }
}
