// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.List;

/** Who reaches WebAdmin and JMX: pages of other origins, and callers without a token or password. */
final class WebAdminCheck {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final James james;
    private final ConfigurationFiles files;
    private final Variables variables;
    private final Findings findings;

    WebAdminCheck(James james, ConfigurationFiles files, Findings findings) {
        this.james = james;
        this.files = files;
        this.variables = new Variables(files);
        this.findings = findings;
    }

    void run() {
        PropertiesText webadmin = files.properties(Names.WEBADMIN);
        if (variables.isOn(webadmin.value("enabled").orElse(""))) {
            origins(webadmin);
            tokens(webadmin);
        } else {
            findings.add(
                    Names.WEBADMIN,
                    webadmin.line("enabled"),
                    "WebAdmin is off: nobody can ask for the health, set limits or see locks",
                    "enabled=true");
        }
        if (!james.isEmbedded()) {
            jmx();
        }
    }

    private void origins(PropertiesText webadmin) {
        List<String> origins = webadmin.words(Names.ORIGIN_KEY);
        if (origins.isEmpty() || origins.contains("*")) {
            findings.add(
                    Names.WEBADMIN,
                    webadmin.line(Names.ORIGIN_KEY),
                    "James answers Access-Control-Allow-Origin: *, whatever cors.enable says, on routes that set passwords",
                    Names.ORIGIN_KEY + "=" + Names.NO_ORIGIN);
        }
    }

    private void tokens(PropertiesText webadmin) {
        String host = variables.resolve(webadmin.value("host").orElse("localhost"));
        if (variables.isOff(webadmin.value("digipoort.tokens").orElse("")) && !LOOPBACK.contains(host)) {
            findings.add(
                    Names.WEBADMIN,
                    webadmin.line("digipoort.tokens"),
                    "WebAdmin on " + host + " asks nobody for a token",
                    "digipoort.tokens=true, or host=127.0.0.1");
        }
        boolean tls = variables.isOn(webadmin.value("https.enabled").orElse(""));
        if (!tls && !LOOPBACK.contains(host)) {
            findings.add(
                    Names.WEBADMIN,
                    webadmin.line("host"),
                    "WebAdmin is open on " + host + " without TLS, so its token is on the network",
                    "host=127.0.0.1, or https.enabled=true");
        }
    }

    private void jmx() {
        boolean on = !variables.isOff(
                files.properties("jmx.properties").value("jmx.enabled").orElse(""));
        boolean generated = files.properties("jvm.properties").is(Names.JMX_PASSWORD_KEY, "true");
        boolean own = files.text("jmxremote.password").isPresent()
                && files.text("jmxremote.access").isPresent();
        if (on && !generated && !own) {
            findings.add(
                    "jvm.properties",
                    files.properties("jvm.properties").line(Names.JMX_PASSWORD_KEY),
                    "JMX asks nobody for a password: whoever reaches its port rules the server",
                    Names.JMX_PASSWORD_KEY + "=true");
        }
    }
}
