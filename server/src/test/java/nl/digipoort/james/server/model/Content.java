// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The octets of a message, by the mark in their first line, which no other message has, and a digest. In front of them a server puts trace
 * lines, which do not count.
 */
public record Content(String mark, String digest) {
    /** No message, or not all of it. */
    public static final Content NONE = new Content("", "");

    private static final String NAME = "X-Model-Mark: ";
    private static final String TRACE = "(?:(?:Return-Path|Received): [^\\r\\n]*\\r\\n(?:[ \\t][^\\r\\n]*\\r\\n)*)*";
    private static final Pattern TRACED = Pattern.compile(TRACE + "(?<sent>" + NAME + "(?<mark>[^\\r\\n]+)\\r\\n)");

    /** The first line of a message with this mark. */
    public static String firstLine(String mark) {
        return NAME + mark + "\r\n";
    }

    /** What a client was sent; the mark is empty if it does not begin as it should. */
    public static Content of(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        Matcher beginning = TRACED.matcher(text);
        if (!beginning.lookingAt()) {
            return new Content("", digest(text));
        }
        return new Content(beginning.group("mark"), digest(text.substring(beginning.start("sent"))));
    }

    private static String digest(String octets) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(octets.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
