// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

/** The arguments are wrong, or what they name cannot be read; the message says which and why, in one line. */
final class WrongArguments extends RuntimeException {
    WrongArguments(String message) {
        super(message);
    }
}
