// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

/** Tells what a verification found, while it goes on, and at its end. */
interface VerificationReport {
    void found(Finding finding);

    void end(VerificationResult result, Findings findings);
}
