// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object for each finding, one for each chain, and one at the end. */
final class JsonReport implements VerificationReport {
    private final PrintWriter out;

    JsonReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void found(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                finding.kind().isFinding() ? "finding" : "note", finding.kind().wire());
        fields.put("file", finding.place().file());
        fields.put("line", finding.place().line());
        fields.put("seq", finding.place().seq());
        fields.put("text", finding.text());
        out.println(Texts.json(fields));
    }

    @Override
    public void end(VerificationResult result, Findings findings) {
        long records = 0;
        for (ChainVerifier chain : result.chains()) {
            ChainSummary summary = chain.summary();
            records += summary.records();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("chain", summary.name());
            fields.put("files", (long) chain.files());
            fields.put("records", summary.records());
            fields.put("recordsOfVersion1", summary.recordsOfVersion1());
            fields.put("octets", summary.octets());
            fields.put("firstSeq", summary.firstSeq());
            fields.put("lastSeq", summary.lastSeq());
            fields.put("firstTime", summary.firstTime());
            fields.put("lastTime", summary.lastTime());
            fields.put(
                    "lastCheckpoint", chain.signatures().last().map(Place::seq).orElse(0L));
            fields.put("lastCheckpointTime", chain.signatures().lastTime());
            fields.put("recordsAfterIt", chain.signatures().since());
            out.println(Texts.json(fields));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("result", findings.count() == 0 ? "holds" : "findings");
        fields.put("findings", findings.count());
        fields.put("records", records);
        fields.put("digestsCompared", result.digests().compared());
        out.println(Texts.json(fields));
    }
}
