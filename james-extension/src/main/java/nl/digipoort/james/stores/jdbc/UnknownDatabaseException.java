// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

/** James runs on a database that the stores do not know. It stops the start. */
public final class UnknownDatabaseException extends IllegalStateException {
    UnknownDatabaseException(String message) {
        super(message);
    }
}
