package nl.digipoort.james.credential;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the operator changed the credential keys, and sees to it that every record comes under the first of them: on a
 * thread of its own, from the start on.
 */
@Singleton
public final class CredentialKeyWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialKeyWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final CredentialKeys keys;
    private final Resealing resealing;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(CredentialKeyWatch::daemon);
    private String stamp;
    private boolean refused;

    @Inject
    public CredentialKeyWatch(CredentialKeys keys, RecordStore store, RecordSeal seal) {
        this.keys = keys;
        this.resealing = new Resealing(store, seal);
        this.stamp = keys.stamp();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "digipoort-credential-keys");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins, with records that an earlier run of the server has left under another key. */
    public void start() {
        BooleanSupplier goesOn = () -> !thread.isShutdown();
        // its result is not looked at: a look lets nothing out that would end it
        Future<?> unused =
                thread.scheduleWithFixedDelay(() -> tick(goesOn), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.warn("The sealing of credential records does not end; it goes on at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look. Whatever fails is tried again at the next one. */
    void tick(BooleanSupplier goesOn) {
        try {
            look();
            resealing.runIfDue(goesOn);
        } catch (RuntimeException e) {
            LOGGER.warn("The credential keys or records cannot be looked after now", e);
        }
    }

    /** Reads a refused file again at each look: what stood in its way may be gone, such as records under a lost key. */
    private void look() {
        String now = keys.stamp();
        if (!refused && now.equals(stamp)) {
            return;
        }
        stamp = now;
        KeyReload reload = keys.reload();
        refused = reload.kind() == KeyReload.Kind.REFUSED || reload.kind() == KeyReload.Kind.REFUSED_KEY_IN_USE;
        if (reload.kind() == KeyReload.Kind.REFUSED_KEY_IN_USE) {
            resealing.again();
        }
    }
}
