// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

/** What stands in the way of TLS. The message is one line for the operator: the key, what was found and why. */
public final class TlsException extends RuntimeException {
    TlsException(String key, String found, String why) {
        super(key + ": " + found + ": " + why);
    }

    TlsException(String message) {
        super(message);
    }
}
