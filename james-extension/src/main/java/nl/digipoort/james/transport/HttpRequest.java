// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognises an HTTP request by its method (RFC 9110 section 9, RFC 5789, RFC 9113 section 3.4). An attacker can make a browser send one to
 * a mail server, with mail commands in it, and receive the reply (cross-protocol attack).
 */
public final class HttpRequest {
    private static final List<byte[]> METHODS = Stream.of(
                    "GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "CONNECT", "TRACE", "PATCH", "PRI")
            .map(method -> (method + " ").getBytes(US_ASCII))
            .collect(Collectors.toUnmodifiableList());

    private HttpRequest() {}

    /** Whether the next line, complete or not, begins an HTTP request. */
    public static boolean begins(LineBuffer lines) {
        return METHODS.stream().anyMatch(lines::beginsWith);
    }
}
