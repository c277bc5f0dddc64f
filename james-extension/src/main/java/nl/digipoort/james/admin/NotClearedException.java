// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

/** The data that a removed user leaves cannot be cleared away now. */
public final class NotClearedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotClearedException(Throwable cause) {
        super(cause);
    }
}
