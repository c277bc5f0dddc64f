// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.Optional;

/** All checks of one chain. Not thread-safe. */
final class ChainVerifier {
    private final Findings findings;
    private final Anchors anchors;
    private final ChainCheck links;
    private final SignatureCheck signatures;
    private final ChainSummary summary = new ChainSummary();
    private final int files;

    ChainVerifier(int files, TrustedKeys trusted, Anchors anchors, Findings findings) {
        this.files = files;
        this.findings = findings;
        this.anchors = anchors;
        this.links = new ChainCheck(findings);
        this.signatures = new SignatureCheck(trusted, findings);
    }

    void accept(Line line, Optional<TrailRecord> found) {
        if (found.isEmpty()) {
            links.acceptNoRecord(line);
            return;
        }
        TrailRecord record = found.get();
        summary.add(line, record);
        if (record.version() == 1) {
            links.acceptVersion1(line);
            return;
        }
        links.accept(line, record, signatures.accept(line, record));
        anchors.compare(line, record, summary, findings);
        if (record.is("gap")) {
            findings.add(
                    Kind.GAP,
                    line.place(record.seq()),
                    "The server could not write " + record.number("missing") + " records in front of this one");
        } else if (record.is("chain-broken")) {
            findings.add(
                    Kind.CHAIN_BROKEN,
                    line.place(record.seq()),
                    "The server found at its start that its files were not as it had left them: it expected record "
                            + record.number("expectedSeq") + " with the SHA-256 "
                            + record.text("expectedHash").orElse("?"));
        }
    }

    void end() {
        links.end();
        signatures.end();
        if (summary.recordsOfVersion1() > 0) {
            findings.add(
                    Kind.VERSION_1,
                    summary.firstPlace(),
                    summary.recordsOfVersion1()
                            + " records of version 1, which are not chained: only the last one is anchored");
        }
    }

    ChainSummary summary() {
        return summary;
    }

    SignatureCheck signatures() {
        return signatures;
    }

    int files() {
        return files;
    }
}
