// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/** By which classes James knows this extension, and from how many jars it could load them. Immutable. */
public final class Registration {
    private static final String EXTENSIONS = "extensions.properties";
    private static final String MODULE = "nl.digipoort.james.module.DigipoortModule";
    private static final String STARTABLE = "nl.digipoort.james.module.DigipoortStartable";
    private static final String CHECKS = "nl.digipoort.james.admin.";
    private static final String REPORTER = CHECKS + "ConfigurationHealthCheck";
    private static final List<String> HEALTH_CHECKS = List.of(
            CHECKS + "MaildropHealthCheck",
            CHECKS + "Pop3HealthCheck",
            CHECKS + "TlsHealthCheck",
            CHECKS + "AuditHealthCheck",
            CHECKS + "ClockHealthCheck",
            REPORTER);

    static final Registration NOTHING = new Registration(List.of(), List.of(), HEALTH_CHECKS, List.of());

    private final List<String> modules;
    private final List<String> startables;
    private final List<String> healthChecks;
    private final List<String> jars;

    private Registration(List<String> modules, List<String> startables, List<String> healthChecks, List<String> jars) {
        this.modules = List.copyOf(modules);
        this.startables = List.copyOf(startables);
        this.healthChecks = List.copyOf(healthChecks);
        this.jars = List.copyOf(jars);
    }

    /** Complete but for the health checks. */
    static Registration of(List<String> healthChecks) {
        return new Registration(List.of(MODULE), List.of(STARTABLE), healthChecks, List.of());
    }

    /** @param loader the class loader of the extension */
    public static Registration from(PropertiesProvider properties, ClassLoader loader) throws ConfigurationException {
        return new Registration(
                names(properties, "extensions", "guice.extension.module"),
                names(properties, "extensions", "guice.extension.startable"),
                names(properties, "healthcheck", "additional.healthchecks"),
                places(loader));
    }

    private static List<String> names(PropertiesProvider properties, String file, String key)
            throws ConfigurationException {
        try {
            Configuration found = properties.getConfiguration(file);
            return List.of(found.getStringArray(key));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    private static List<String> places(ClassLoader loader) throws ConfigurationException {
        String entry = MODULE.replace('.', '/') + ".class";
        try {
            return Collections.list(loader.getResources(entry)).stream()
                    .map(URL::toString)
                    .map(place -> place.replaceAll("^(jar:)?file:|!?/?" + entry + "$", ""))
                    .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
        } catch (IOException e) {
            throw new ConfigurationException("the jars of the extension cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Whether James starts what listens. If it does not, only the constructor of the module can say so. */
    public boolean isStarted() {
        return startables.contains(STARTABLE);
    }

    /** Whether the health check of the configuration is registered. */
    boolean reports() {
        return healthChecks.contains(REPORTER);
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!modules.contains(MODULE)) {
            findings.add(Finding.breaking(
                    EXTENSIONS, "nothing of Digipoort POP3 runs", "write guice.extension.module=" + MODULE));
        }
        if (!isStarted()) {
            findings.add(Finding.breaking(
                    EXTENSIONS,
                    "neither POP3 nor SMTP of Digipoort POP3 is started",
                    "write guice.extension.startable=" + STARTABLE));
        }
        if (jars.size() > 1) {
            findings.add(Finding.breaking(
                    "extensions-jars/",
                    "Digipoort POP3 is there more than once: " + String.join(", ", jars),
                    "remove all but the newest"));
        }
        List<String> missing = HEALTH_CHECKS.stream()
                .filter(name -> !healthChecks.contains(name))
                .collect(Collectors.toUnmodifiableList());
        if (!missing.isEmpty()) {
            findings.add(Finding.weakening(
                    "healthcheck.properties",
                    "not every health check is registered",
                    "add to additional.healthchecks: " + String.join(",", missing)));
        }
        return List.copyOf(findings);
    }
}
