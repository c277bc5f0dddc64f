// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.List;

/** All that docs/start/drop-in.md asks of the files of a James. It only computes what they are to be. */
final class Edits {
    private final James james;
    private final ConfigurationFiles files;
    private final Target target;

    Edits(James james, ConfigurationFiles files, Target target) {
        this.james = james;
        this.files = files;
        this.target = target;
    }

    void compute() {
        new ServerEdits(files, target).compute();
        new MailetEdits(files).compute();
        new LogbackEdits(files).compute();
        registration();
        jvm();
    }

    private void registration() {
        files.put(
                Names.EXTENSIONS,
                files.properties(Names.EXTENSIONS).withWords(Names.MODULE_KEY, List.of(Names.MODULE)));
        files.put(
                Names.EXTENSIONS,
                files.properties(Names.EXTENSIONS).withWords(Names.STARTABLE_KEY, List.of(Names.STARTABLE)));
        files.put(Names.HEALTHCHECK, files.properties(Names.HEALTHCHECK).withWords(Names.CHECKS_KEY, Names.CHECKS));
        List<String> routes = new ArrayList<>(List.of(Names.ROUTES));
        if (james.has("james-server-webadmin-dropwizard-metrics")) {
            routes.add(Names.METRICS);
        }
        files.put(Names.WEBADMIN, files.properties(Names.WEBADMIN).withWords(Names.ROUTES_KEY, routes));
        PropertiesText webadmin = files.properties(Names.WEBADMIN);
        if (webadmin.words(Names.ORIGIN_KEY).isEmpty()
                || webadmin.words(Names.ORIGIN_KEY).contains("*")) {
            files.put(Names.WEBADMIN, webadmin.with(Names.ORIGIN_KEY, Names.NO_ORIGIN));
        }
        if (files.text("jmap.properties").isPresent()) {
            files.put("jmap.properties", files.properties("jmap.properties").with("enabled", "false"));
        }
    }

    /** An operator's own password of JMX stays. */
    private void jvm() {
        boolean asks = files.text("jmxremote.password").isPresent();
        boolean off = files.properties("jmx.properties").is("jmx.enabled", "false");
        if (!asks && !off) {
            files.put("jvm.properties", files.properties("jvm.properties").with(Names.JMX_PASSWORD_KEY, "true"));
        }
    }
}
