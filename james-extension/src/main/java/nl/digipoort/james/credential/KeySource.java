// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** The place where the operator keeps the keys; its text form names the place for the log. Thread-safe. */
interface KeySource {
    /** @throws CredentialKeyException if the keys are missing, unreadable or malformed */
    KeyRing read();

    /** A value that changes whenever the keys may have changed; cheap, and compared with equals. */
    String stamp();
}
