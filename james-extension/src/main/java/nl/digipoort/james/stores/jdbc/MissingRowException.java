// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

/** A row that a delivery needs does not exist yet. The transaction ends, the row is created, and the delivery starts again. */
final class MissingRowException extends RuntimeException {
    private final transient Runnable remedy;

    MissingRowException(String message, Runnable remedy) {
        super(message);
        this.remedy = remedy;
    }

    void mend() {
        remedy.run();
    }
}
