// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

/** Ends the work with a database that may have lost a write: what comes after it must not be acknowledged. */
@FunctionalInterface
interface WriterStop {
    /** The exit status of the process. */
    int STATUS = 74;

    /** Does not return, outside tests. */
    void stop(String what, Throwable cause);
}
