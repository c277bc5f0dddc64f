// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.schedule.Periodic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the operator changes the credential keys, and seals every record under the first of them. Runs on a thread of its own from
 * the start on.
 */
@Singleton
public final class CredentialKeyWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialKeyWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final CredentialKeys keys;
    private final Resealing resealing;
    private final Periodic periodic = new Periodic(
            "digipoort-credential-keys",
            e -> LOGGER.warn("The credential keys or records cannot be looked after now", e));
    private Consumer<Reload> listener = reload -> {};
    private String stamp;
    private boolean refused;

    @Inject
    public CredentialKeyWatch(CredentialKeys keys, RecordStore store, RecordSeal seal) {
        this.keys = keys;
        this.resealing = new Resealing(store, seal);
        this.stamp = keys.stamp();
    }

    /** Sets the one listener, which receives the result each time that a changed file was read. Call before {@link #start}. */
    public void whenReloaded(Consumer<Reload> told) {
        listener = told;
    }

    /** Starts with the records that an earlier run of the server left under another key. */
    public void start() {
        periodic.every(Duration.ZERO, INTERVAL, () -> tick(() -> !periodic.isStopped()));
    }

    @PreDestroy
    public void stop() {
        if (!periodic.stop(INTERVAL)) {
            LOGGER.warn("The sealing of credential records does not end; it goes on at the next start");
        }
    }

    /** One check. Whatever fails is tried again at the next one. */
    void tick(BooleanSupplier goesOn) {
        look();
        resealing.runIfDue(goesOn);
    }

    /** Reads a refused file again at each check: the obstacle may be gone, such as records under a lost key. */
    private void look() {
        String now = keys.stamp();
        if (!refused && now.equals(stamp)) {
            return;
        }
        stamp = now;
        Reload reload = keys.reload();
        listener.accept(reload);
        refused = reload.isRefused();
        if (reload.kind() == Reload.Kind.REFUSED_KEY_IN_USE) {
            resealing.again();
        }
    }
}
