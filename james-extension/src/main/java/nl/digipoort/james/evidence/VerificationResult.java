// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.List;

/** What was read and compared in a verification; what was found is in the findings. Immutable. */
final class VerificationResult {
    private final List<ChainVerifier> chains;
    private final DigestCheck digests;

    VerificationResult(List<ChainVerifier> chains, DigestCheck digests) {
        this.chains = List.copyOf(chains);
        this.digests = digests;
    }

    List<ChainVerifier> chains() {
        return chains;
    }

    /** False for files that are empty: then there was nothing to verify. */
    boolean hasRecords() {
        return chains.stream().anyMatch(chain -> chain.summary().firstPlace() != null);
    }

    DigestCheck digests() {
        return digests;
    }
}
