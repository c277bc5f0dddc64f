// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What a person reads: the findings first, then what the trail has, and the verdict as the last line. */
final class TextReport implements VerificationReport {
    private final PrintWriter out;
    private final Clock clock;
    private final String trust;

    /** @param trust where the trusted keys are from; empty if there are none */
    TextReport(PrintWriter out, Clock clock, String trust) {
        this.out = out;
        this.clock = clock;
        this.trust = trust;
    }

    @Override
    public void found(Finding finding) {
        line((finding.kind().isFinding() ? "FINDING " : "note ") + finding);
    }

    @Override
    public void end(VerificationResult result, Findings findings) {
        for (Map.Entry<Kind, Long> count : findings.counts().entrySet()) {
            if (count.getValue() > Findings.MOST_OF_A_KIND) {
                line("and " + (count.getValue() - Findings.MOST_OF_A_KIND) + " more of "
                        + count.getKey().wire());
            }
        }
        result.chains().forEach(this::chain);
        DigestCheck digests = result.digests();
        if (digests.compared() + digests.forgotten() > 0) {
            line("Of " + digests.compared() + " retrievals, what was sent was compared with what had arrived."
                    + (digests.forgotten() == 0 ? "" : " There are too many messages to compare all."));
        }
        verdict(findings);
    }

    private void chain(ChainVerifier chain) {
        ChainSummary summary = chain.summary();
        if (summary.firstPlace() == null) {
            return;
        }
        String files = chain.files() == 1 ? "1 file" : chain.files() + " files";
        line("node " + summary.name() + ": " + summary.records() + " records in " + files + ", "
                + summary.firstSeq() + " to " + summary.lastSeq() + ", from " + summary.firstTime() + " to "
                + summary.lastTime());
        line("  "
                + chain.signatures()
                        .last()
                        .map(last -> signed(chain.signatures(), last))
                        .orElse("nothing of it is signed"));
    }

    private String signed(SignatureCheck signatures, Place last) {
        String by = trust.isEmpty() ? ", by a key that nobody vouches for" : ", by a key of " + trust;
        return "signed up to record " + last.seq() + by + "; " + signatures.since()
                + " records after it, which nothing protects yet. That checkpoint is of " + signatures.lastTime()
                + age(signatures.lastTime());
    }

    private String age(String time) {
        try {
            Duration age = Duration.between(Instant.parse(time), clock.instant());
            return ", " + (age.toMinutes() < 120 ? age.toMinutes() + " minutes" : age.toHours() + " hours") + " ago";
        } catch (DateTimeException e) {
            return "";
        }
    }

    private void verdict(Findings findings) {
        if (findings.count() == 0) {
            line(
                    trust.isEmpty()
                            ? "The chain holds. Signatures were compared with no trusted key."
                            : "All holds: nothing was changed, removed or put in up to the last checkpoint.");
        } else {
            line(findings.count() == 1 ? "1 finding." : findings.count() + " findings.");
        }
    }

    private void line(String text) {
        out.println(Texts.plain(text));
    }
}
