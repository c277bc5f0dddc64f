// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.Locale;
import java.util.Set;
import nl.digipoort.james.command.line.UsageException;

/** What the operator says of the server: the realm of DIGEST-MD5, and the name that clients connect to. Immutable. */
final class Target {
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";
    private static final int LONGEST = 253;

    private final String realm;
    private final String host;
    private final Set<Choice> choices;

    Target(String realm, String host, Set<Choice> choices) {
        this.realm = checked("--realm", realm);
        this.host = checked("--host", host).toLowerCase(Locale.ROOT);
        this.choices = Set.copyOf(choices);
    }

    private static String checked(String option, String value) {
        if (!value.matches(NAME) || value.length() > LONGEST) {
            throw new UsageException(option + " '" + value + "' is no name of a domain or host");
        }
        return value;
    }

    String realm() {
        return realm;
    }

    String host() {
        return host;
    }

    boolean has(Choice choice) {
        return choices.contains(choice);
    }
}
