// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

/** TLS cannot be set up. The message is one line for the operator: the key, the value found and the reason. */
public final class TlsException extends RuntimeException {
    TlsException(String key, String found, String why) {
        super(key + ": " + found + ": " + why);
    }

    TlsException(String message) {
        super(message);
    }
}
