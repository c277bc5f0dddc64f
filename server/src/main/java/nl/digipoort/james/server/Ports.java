// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The requested addresses of the servers. An absent value comes from the files in {@code conf/}, which take these values as system
 * properties: {@code ${sys:digipoort.pop3.port:-110}}.
 */
record Ports(OptionalInt pop3, OptionalInt smtp, OptionalInt webadmin, OptionalInt jmx, Optional<String> bind) {

    static Ports from(Options options) {
        Optional<String> bind = options.text(RunCommand.BIND);
        if (bind.filter(address -> address.isBlank() || address.contains(":") || address.contains(","))
                .isPresent()) {
            throw new UsageException("option --bind is '" + bind.get() + "', not one IPv4 address or host name");
        }
        return new Ports(
                options.port(RunCommand.POP3_PORT),
                options.port(RunCommand.SMTP_PORT),
                options.port(RunCommand.WEBADMIN_PORT),
                options.port(RunCommand.JMX_PORT),
                bind);
    }

    /** These values; absent ones come from the others. */
    Ports orElse(Ports others) {
        return new Ports(
                pop3.isPresent() ? pop3 : others.pop3,
                smtp.isPresent() ? smtp : others.smtp,
                webadmin.isPresent() ? webadmin : others.webadmin,
                jmx.isPresent() ? jmx : others.jmx,
                bind.or(() -> others.bind));
    }

    Map<String, String> asProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        pop3.ifPresent(port -> properties.put("digipoort.pop3.port", Integer.toString(port)));
        smtp.ifPresent(port -> properties.put("digipoort.smtp.port", Integer.toString(port)));
        webadmin.ifPresent(port -> properties.put("digipoort.webadmin.port", Integer.toString(port)));
        jmx.ifPresent(port -> properties.put("digipoort.jmx.port", Integer.toString(port)));
        bind.ifPresent(address -> properties.put("digipoort.bind", address));
        return properties;
    }
}
