// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

/** A row that a delivery needs is not there yet: the transaction ends, the row is made, and the delivery begins anew. */
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
