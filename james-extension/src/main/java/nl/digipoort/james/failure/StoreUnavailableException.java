// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.failure;

/** The infrastructure behind a store or a service of James cannot answer now, or does not answer as it should. */
public class StoreUnavailableException extends RuntimeException {
    /** @param cause null if there is none */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
