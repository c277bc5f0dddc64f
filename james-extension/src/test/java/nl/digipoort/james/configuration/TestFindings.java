// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Findings that tests choose, under the registration of this version or of one before the health check of the configuration. */
public final class TestFindings {
    private static final String CHECKS = "nl.digipoort.james.admin.";

    private TestFindings() {}

    public static Findings registered(Finding... found) {
        return findings(
                List.of(
                        "MaildropHealthCheck",
                        "Pop3HealthCheck",
                        "TlsHealthCheck",
                        "AuditHealthCheck",
                        "ClockHealthCheck",
                        "ConfigurationHealthCheck"),
                found);
    }

    public static Findings registeredEarlier(Finding... found) {
        return findings(
                List.of(
                        "MaildropHealthCheck",
                        "Pop3HealthCheck",
                        "TlsHealthCheck",
                        "AuditHealthCheck",
                        "ClockHealthCheck"),
                found);
    }

    /** Of a James whose files start nothing that listens. */
    public static Findings unstarted() {
        return new Findings(Registration.NOTHING, List.of());
    }

    private static Findings findings(List<String> checks, Finding... found) {
        return new Findings(
                Registration.of(checks.stream().map(CHECKS::concat).collect(Collectors.toUnmodifiableList())),
                List.of(() -> Stream.of(found).collect(Collectors.toUnmodifiableList())));
    }
}
