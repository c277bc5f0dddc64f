// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

/** What becomes of a start on a damaged database. */
public enum DatabaseDamage {
    REFUSED,
    /** The operator goes on with what is left: {@code --accept-loss}. */
    ACCEPTED
}
