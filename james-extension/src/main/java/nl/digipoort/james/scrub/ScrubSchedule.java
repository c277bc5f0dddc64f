// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.scrub;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scrub again and again, on its own thread. The first pass begins within the first hour, at a random moment, so that a server that
 * is restarted often has one too. Thread-safe.
 */
@Singleton
public final class ScrubSchedule {
    private static final Logger LOGGER = LoggerFactory.getLogger(ScrubSchedule.class);
    private static final Duration FIRST_WITHIN = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Scrub scrub;
    private final ScrubSettings settings;
    private final Periodic periodic = new Periodic("digipoort-scrub", ScrubSchedule::failed);

    @Inject
    ScrubSchedule(Scrub scrub, ScrubSettings settings) {
        this.scrub = scrub;
        this.settings = settings;
    }

    /** Starts the passes, if the operator wants any. */
    public void start() {
        settings.interval()
                .ifPresent(interval -> periodic.every(
                        Duration.ofMillis(ThreadLocalRandom.current().nextLong(FIRST_WITHIN.toMillis())),
                        interval,
                        this::pass));
    }

    @PreDestroy
    void stop() {
        scrub.stop();
        if (!periodic.stop(PATIENCE)) {
            LOGGER.warn("The look at the contents does not end; the next start begins it again");
        }
    }

    private void pass() {
        try {
            scrub.pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UsersRepositoryException e) {
            failed(e);
        }
    }

    private static void failed(Throwable cause) {
        LOGGER.warn("The contents cannot be looked at now; the next pass does it", cause);
    }
}
