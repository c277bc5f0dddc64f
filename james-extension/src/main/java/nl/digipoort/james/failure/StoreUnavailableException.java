// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.failure;

/** The infrastructure of a store or of a James service cannot answer now, or does not answer as it should. */
public class StoreUnavailableException extends RuntimeException {
    /** @param cause null if there is none */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
