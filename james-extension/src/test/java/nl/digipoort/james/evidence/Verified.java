// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a verification found. */
final class Verified {
    private final List<Finding> all = new ArrayList<>();
    private final Findings findings = new Findings(all::add);
    private final VerificationResult result;

    private Verified(List<Path> trails, List<Path> checkpoints, List<String> keys) {
        result = new Verification(trails, checkpoints, TrustedKeys.of(keys), findings).run();
    }

    static Verified trails(List<Path> trails, TestKey... keys) {
        return with(trails, List.of(), keys);
    }

    static Verified with(List<Path> trails, List<Path> checkpoints, TestKey... keys) {
        return new Verified(
                trails, checkpoints, List.of(keys).stream().map(TestKey::base64).collect(Collectors.toList()));
    }

    /** The chain alone. */
    static Verified withoutKey(Path trail, Path... checkpoints) {
        return new Verified(List.of(trail), List.of(checkpoints), List.of(TrustedKeys.NONE));
    }

    /** What is against the trail. */
    List<Finding> findings() {
        return all.stream().filter(finding -> finding.kind().isFinding()).collect(Collectors.toList());
    }

    List<Kind> kinds() {
        return all.stream().map(Finding::kind).collect(Collectors.toList());
    }

    List<Kind> kindsOfFindings() {
        return findings().stream().map(Finding::kind).collect(Collectors.toList());
    }

    VerificationResult result() {
        return result;
    }
}
