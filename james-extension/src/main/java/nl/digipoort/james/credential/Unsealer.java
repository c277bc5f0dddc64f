// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** Unseals records; a seam, so that a test can count the work. */
interface Unsealer {
    /** The secret, the caller's own array to erase. */
    byte[] unseal(SealedRecord record) throws BrokenSealException;
}
