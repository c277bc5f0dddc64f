// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;

/** The certificates that are served, in words. */
final class Certificates {
    static final String PATH = "/digipoort/tls";

    private Certificates() {}

    /** Of the one that expires first. */
    static String sentence(JsonObject tls) {
        JsonObject first = null;
        for (JsonObject certificate : tls.list("certificates")) {
            if (first == null || certificate.number("daysLeft") < first.number("daysLeft")) {
                first = certificate;
            }
        }
        return first == null
                ? "none"
                : first.text("subject") + ", until " + first.text("notAfter") + ", " + left(first)
                        + (tls.has("problem") ? "; changed files are refused: " + tls.text("problem") : "");
    }

    static String left(JsonObject certificate) {
        long days = certificate.number("daysLeft");
        return days < 0 ? "EXPIRED" : days + " d left";
    }
}
