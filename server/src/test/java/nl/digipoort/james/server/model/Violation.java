// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

/** A guarantee that was broken. */
public record Violation(String rule, String account, String what) {
    @Override
    public String toString() {
        return rule + " of " + account + ": " + what;
    }
}
