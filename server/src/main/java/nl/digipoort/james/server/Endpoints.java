// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.util.Optional;

/** The addresses that the running servers listen on, each as {@code address:port}. */
record Endpoints(Optional<String> pop3, Optional<String> smtp, Optional<String> webadmin, Optional<String> jmx) {
    private static final String NONE = "-";

    /** The line on stdout that scripts wait for. */
    String readyLine() {
        return "digipoort ready pop3=" + pop3.orElse(NONE) + " smtp=" + smtp.orElse(NONE) + " webadmin="
                + webadmin.orElse(NONE) + " jmx=" + jmx.orElse(NONE);
    }
}
