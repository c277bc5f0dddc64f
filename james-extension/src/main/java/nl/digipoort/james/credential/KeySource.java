// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** Where the operator keeps the keys; its text form names the place for the log. Thread-safe. */
interface KeySource {
    /** @throws CredentialKeyException if the keys are missing, unreadable or malformed */
    KeyRing read();

    /** Changes when the keys may have; cheap, and equal by value. */
    String stamp();
}
