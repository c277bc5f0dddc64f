// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.List;

/** The classes by which James knows the extension, and the keys that name them. */
final class Names {
    static final String EXTENSIONS = "extensions.properties";
    static final String WEBADMIN = "webadmin.properties";
    static final String HEALTHCHECK = "healthcheck.properties";

    static final String MODULE_KEY = "guice.extension.module";
    static final String MODULE = "nl.digipoort.james.module.DigipoortModule";
    static final String STARTABLE_KEY = "guice.extension.startable";
    static final String STARTABLE = "nl.digipoort.james.module.DigipoortStartable";

    static final String ROUTES_KEY = "extensions.routes";
    static final String ROUTES = "nl.digipoort.james.admin.DigipoortRoutes";
    static final String METRICS = "org.apache.james.webadmin.dropwizard.MetricsRoutes";

    static final String CHECKS_KEY = "additional.healthchecks";
    static final List<String> CHECKS = List.of(
            "nl.digipoort.james.admin.MaildropHealthCheck",
            "nl.digipoort.james.admin.Pop3HealthCheck",
            "nl.digipoort.james.admin.TlsHealthCheck",
            "nl.digipoort.james.admin.AuditHealthCheck",
            "nl.digipoort.james.admin.ClockHealthCheck",
            "nl.digipoort.james.admin.ConfigurationHealthCheck");

    static final String ORIGIN_KEY = "cors.origin";
    static final String NO_ORIGIN = "https://none.invalid";

    static final String DELIVER = "nl.digipoort.james.delivery.DeliverToMaildrop";
    static final String INTAKE = "nl.digipoort.james.delivery.Intake";

    static final String OURS = "nl.digipoort.";
    static final String JMX_PASSWORD_KEY = "james.jmx.credential.generation";

    private Names() {}
}
