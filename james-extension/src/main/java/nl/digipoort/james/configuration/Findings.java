// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for all that weakens a guarantee in the configuration of this James, whenever it is asked. Thread-safe. */
public final class Findings {
    private static final Logger LOGGER = LoggerFactory.getLogger(Findings.class);

    private final List<Supplier<List<Finding>>> sources;
    private final Registration registration;

    /** For a James that names a health check of ours but not our module, which would bind this class. */
    @Inject
    Findings() {
        this(Registration.NOTHING, List.of());
        warn();
    }

    /** @param others where to look besides the registration */
    public Findings(Registration registration, List<Supplier<List<Finding>>> others) {
        this.registration = registration;
        List<Supplier<List<Finding>>> all = new ArrayList<>();
        all.add(registration::findings);
        all.addAll(others);
        this.sources = List.copyOf(all);
    }

    /** All that is found now, what breaks a guarantee first. */
    public List<Finding> all() {
        List<Finding> breaking = new ArrayList<>();
        List<Finding> weakening = new ArrayList<>();
        for (Supplier<List<Finding>> source : sources) {
            for (Finding finding : source.get()) {
                (finding.isBreaking() ? breaking : weakening).add(finding);
            }
        }
        breaking.addAll(weakening);
        return List.copyOf(breaking);
    }

    /** The same, where the health check of the configuration is not registered, as in the files of an earlier version; otherwise none. */
    public List<Finding> unreported() {
        return registration.reports() ? List.of() : all();
    }

    /** Why nothing that listens is started, if that is so by {@code extensions.properties}. */
    public Optional<Finding> unstarted() {
        return registration.isStarted()
                ? Optional.empty()
                : registration.findings().stream().findFirst();
    }

    /** Logs each as a warning; for the start. */
    public void warn() {
        all().forEach(finding -> LOGGER.warn("{}", finding));
    }
}
