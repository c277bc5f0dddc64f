// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what RETR sent with what arrived, message by message. Only messages that are not deleted are remembered, and at most so many.
 * Not thread-safe.
 */
final class DigestCheck {
    private static final int MOST = 200_000;

    private final Findings findings;
    private final int most;
    private final Map<String, String> arrived = new LinkedHashMap<>();
    private long compared;
    private long forgotten;

    DigestCheck(Findings findings) {
        this(findings, MOST);
    }

    DigestCheck(Findings findings, int most) {
        this.findings = findings;
        this.most = most;
    }

    void accept(Line line, TrailRecord record) {
        Optional<String> uniqueId = record.text("uniqueId");
        if (uniqueId.isEmpty()) {
            return;
        }
        String message = record.text("maildrop").orElse("") + "\n" + uniqueId.get();
        switch (record.event()) {
            case "arrival-ended":
            case "brought-in":
                record.text("sha256").ifPresent(digest -> remember(message, digest));
                break;
            case "retrieval-ended":
                if (record.has("command", "RETR") && record.has("outcome", "complete")) {
                    record.text("sha256").ifPresent(digest -> compare(line, record, arrived.get(message), digest));
                }
                break;
            case "deletion-ended":
            case "expiration-ended":
                if (record.has("outcome", "deleted")) {
                    arrived.remove(message);
                }
                break;
            default:
                break;
        }
    }

    private void remember(String message, String digest) {
        arrived.put(message, digest);
        if (arrived.size() > most) {
            arrived.remove(arrived.keySet().iterator().next());
            forgotten++;
        }
    }

    private void compare(Line line, TrailRecord record, String before, String sent) {
        if (before == null) {
            return;
        }
        compared++;
        if (!before.equals(sent)) {
            findings.add(
                    Kind.DIGEST,
                    line.place(record.seq()),
                    "RETR sent other octets than those that arrived as "
                            + record.text("uniqueId").orElse("") + " of "
                            + record.text("maildrop").orElse("") + " (SHA-256 " + before + ")");
        }
    }

    /** How many retrievals had the digest of their arrival, or another one. */
    long compared() {
        return compared;
    }

    /** How many arrivals could not be remembered. */
    long forgotten() {
        return forgotten;
    }
}
