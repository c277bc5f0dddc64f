// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Verifies trails: reads them once, or twice where there are several, in memory that does not grow with them. */
final class Verification {
    /** Heads that come again, as of a node that is idle, are taken once. */
    private static final int MOST_KNOWN = 10_000;

    private final List<Path> trails;
    private final List<Path> checkpoints;
    private final TrustedKeys trusted;
    private final Findings findings;

    Verification(List<Path> trails, List<Path> checkpoints, TrustedKeys trusted, Findings findings) {
        this.trails = trails;
        this.checkpoints = checkpoints;
        this.trusted = trusted;
        this.findings = findings;
    }

    VerificationResult run() {
        Anchors anchors = new Anchors();
        // Before the trails are opened: those that are being written go beyond what was said of them.
        checkpoints.forEach(file -> new CheckpointFile(file, findings).addTo(anchors));
        try (TrailFiles files = TrailFiles.open(trails)) {
            addHeads(MergedTrail.of(files), anchors);
        }
        anchors.complete(findings);
        try (TrailFiles files = TrailFiles.open(trails)) {
            return verify(MergedTrail.of(files), anchors);
        }
    }

    private static void addHeads(MergedTrail trail, Anchors anchors) {
        if (trail.chains() == 1) {
            return;
        }
        Map<String, String> known = new HashMap<>();
        trail.forEach(entry -> entry.record()
                .filter(record -> record.is(Checkpoint.EVENT))
                .ifPresent(record -> record.texts("heads")
                        .forEach(head -> addHead(entry.line().place(record.seq()), head, known, anchors))));
    }

    /** @param head {@code NODE SEQ HASH} */
    private static void addHead(Place source, String head, Map<String, String> known, Anchors anchors) {
        int hash = head.lastIndexOf(' ');
        int seq = head.lastIndexOf(' ', hash - 1);
        if (seq > 0 && head.substring(seq + 1, hash).matches("[1-9][0-9]{0,17}")) {
            String node = head.substring(0, seq);
            if (known.size() > MOST_KNOWN) {
                known.clear();
            }
            if (!head.equals(known.put(source.file() + "\n" + node, head))) {
                anchors.add(new Anchor(
                        node, Long.parseLong(head.substring(seq + 1, hash)), head.substring(hash + 1), "", source));
            }
        }
    }

    private VerificationResult verify(MergedTrail trail, Anchors anchors) {
        List<ChainVerifier> chains = new ArrayList<>();
        for (int i = 0; i < trail.chains(); i++) {
            chains.add(new ChainVerifier(trail.files(i), trusted, anchors, findings));
        }
        DigestCheck digests = new DigestCheck(findings);
        trail.forEach(entry -> {
            chains.get(entry.chain()).accept(entry.line(), entry.record());
            entry.record().ifPresent(record -> digests.accept(entry.line(), record));
        });
        chains.forEach(ChainVerifier::end);
        anchors.end(chains.stream().map(ChainVerifier::summary).collect(Collectors.toUnmodifiableList()), findings);
        return new VerificationResult(chains, digests);
    }
}
