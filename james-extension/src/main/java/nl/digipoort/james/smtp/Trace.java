// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The trace lines at the head of a message (RFC 5321 section 4.4). */
final class Trace {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private Trace() {}

    /**
     * @param host the name of the receiving server
     * @param name the name of the mail
     */
    static byte[] of(Client client, String host, String name, Envelope envelope, ZonedDateTime now) {
        // A recipient does not see the others.
        String recipient = envelope.recipients().size() == 1
                ? " for <" + envelope.recipients().get(0) + ">"
                : "";
        String lines = "Return-Path: <" + envelope.sender() + ">\r\n"
                + "Received: from " + client.name() + " (" + client.literal() + ")\r\n"
                + "\tby " + host + " with " + client.protocol() + " id " + name + "\r\n"
                + "\t" + (recipient + "; ").stripLeading() + DATE.format(now) + "\r\n";
        return lines.getBytes(StandardCharsets.US_ASCII);
    }
}
