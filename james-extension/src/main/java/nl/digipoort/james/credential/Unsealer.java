// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

/** Unseals records; an interface, so that a test can count the work. */
interface Unsealer {
    /** The secret; the caller owns the array and erases it. */
    byte[] unseal(SealedRecord record) throws BrokenSealException;
}
