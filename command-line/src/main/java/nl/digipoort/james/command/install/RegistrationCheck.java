// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The classes by which James knows the extension: without the startable nothing listens, and nothing says so. */
final class RegistrationCheck {
    private final James james;
    private final ConfigurationFiles files;
    private final Findings findings;

    RegistrationCheck(James james, ConfigurationFiles files, Findings findings) {
        this.james = james;
        this.files = files;
        this.findings = findings;
    }

    void run() {
        named(Names.EXTENSIONS, Names.MODULE_KEY, List.of(Names.MODULE), "nothing of the extension runs");
        named(Names.EXTENSIONS, Names.STARTABLE_KEY, List.of(Names.STARTABLE), "neither POP3 nor SMTP is started");
        named(Names.HEALTHCHECK, Names.CHECKS_KEY, Names.CHECKS, "not every health check is registered");
        List<String> routes = new ArrayList<>(List.of(Names.ROUTES));
        if (james.isEmbedded() || james.has("james-server-webadmin-dropwizard-metrics")) {
            routes.add(Names.METRICS);
        }
        if (new Variables(files)
                .isOn(files.properties(Names.WEBADMIN).value("enabled").orElse(""))) {
            named(Names.WEBADMIN, Names.ROUTES_KEY, routes, "not all routes are there, nor, without ours, any guard");
        }
        earlier(Names.WEBADMIN, Names.ROUTES_KEY, List.of(Names.ROUTES));
        earlier(Names.HEALTHCHECK, Names.CHECKS_KEY, Names.CHECKS);
        earlier(Names.EXTENSIONS, Names.MODULE_KEY, List.of(Names.MODULE));
        earlier(Names.EXTENSIONS, Names.STARTABLE_KEY, List.of(Names.STARTABLE));
    }

    private void named(String file, String key, List<String> wanted, String found) {
        PropertiesText properties = files.properties(file);
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(properties.words(key));
        if (!missing.isEmpty()) {
            String present = properties.words(key).isEmpty() ? " is not set: " : " lacks some: ";
            findings.add(file, properties.line(key), key + present + found, key + " with " + String.join(",", missing));
        }
    }

    /** Classes of ours that are not there any more stop the start. */
    private void earlier(String file, String key, List<String> known) {
        PropertiesText properties = files.properties(file);
        List<String> gone = properties.words(key).stream()
                .filter(name -> name.startsWith(Names.OURS) && !known.contains(name))
                .collect(Collectors.toUnmodifiableList());
        if (!gone.isEmpty()) {
            findings.add(
                    file,
                    properties.line(key),
                    key + " has " + String.join(", ", gone) + ", which is of another version",
                    "of ours only " + String.join(",", known));
        }
    }
}
