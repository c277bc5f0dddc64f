// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import nl.digipoort.james.failure.StoreUnavailableException;

/** The credential records, or James's users, cannot be read or written now. WebAdmin and logins report it as this failure. */
public final class CredentialStoreUnavailableException extends StoreUnavailableException {
    CredentialStoreUnavailableException(String message) {
        super(message, null);
    }

    public CredentialStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
