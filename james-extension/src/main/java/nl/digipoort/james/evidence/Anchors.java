// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was said elsewhere of the records of the trails: by checkpoints that were kept in other places, and by the checkpoints of other
 * nodes. Since each record vouches for all before it, a bounded number is enough: the first ones, and the last of each source. Not
 * thread-safe.
 */
final class Anchors {
    private static final int MOST = 200_000;

    private final int most;
    private final Map<Long, List<Anchor>> bySeq = new HashMap<>();
    private final Map<String, Anchor> latest = new HashMap<>();
    private final Set<Anchor> met = new HashSet<>();
    private int kept;
    private long dropped;

    Anchors() {
        this(MOST);
    }

    Anchors(int most) {
        this.most = most;
    }

    void add(Anchor anchor) {
        String source = anchor.source().file() + "\n" + anchor.name();
        if (latest.size() >= most && !latest.containsKey(source)) {
            dropped++;
            return;
        }
        Anchor before = latest.put(source, anchor);
        if (before != null && before.saysTheSame(anchor)) {
            return;
        }
        if (kept < most) {
            keep(anchor);
        } else {
            dropped++;
        }
    }

    private void keep(Anchor anchor) {
        kept++;
        bySeq.computeIfAbsent(anchor.seq(), seq -> new ArrayList<>(1)).add(anchor);
    }

    /** After the last anchor, and before the first record. */
    void complete(Findings findings) {
        if (dropped > 0) {
            latest.values().forEach(this::keep);
            Place place = latest.values().iterator().next().source();
            findings.add(
                    Kind.NOT_COMPARED,
                    place,
                    dropped
                            + " checkpoints and heads of other nodes are not compared one by one: there are too many. The last"
                            + " ones are, and each vouches for all before it");
        }
    }

    /** Compares a record with what was said of it. */
    void compare(Line line, TrailRecord record, ChainSummary chain, Findings findings) {
        List<Anchor> said = bySeq.get(record.seq());
        if (said == null) {
            return;
        }
        for (Anchor anchor : said) {
            if (anchor.hash().equals(line.hash())) {
                met.add(anchor);
            } else if (chain.hasName(anchor.name())) {
                met.add(anchor);
                findings.add(
                        Kind.OTHERWISE,
                        line.place(record.seq()),
                        "Record " + record.seq() + " was another one when " + anchor.source()
                                + " was written: this one was changed, or the trail was cut before it and written anew");
            }
        }
    }

    /** After the last record of all chains. */
    void end(List<ChainSummary> chains, Findings findings) {
        Set<String> others = new HashSet<>();
        bySeq.values().stream()
                .flatMap(List::stream)
                .filter(anchor -> !met.contains(anchor))
                .forEach(anchor -> end(anchor, chains, others, findings));
    }

    private static void end(Anchor anchor, List<ChainSummary> chains, Set<String> others, Findings findings) {
        for (ChainSummary chain : chains) {
            if (chain.isNamed(anchor)) {
                if (anchor.seq() > chain.lastSeq()) {
                    findings.add(Kind.CUT, chain.lastPlace(), cut(anchor, chain));
                } else if (anchor.seq() >= chain.firstSeq()) {
                    findings.add(
                            Kind.OTHERWISE,
                            chain.lastPlace(),
                            "Record " + anchor.seq() + " of node " + anchor.name() + ", which " + anchor.source()
                                    + " says, is not in this trail, which has another one with this number");
                }
                return;
            }
        }
        if (others.add(anchor.name())) {
            findings.add(
                    Kind.OTHER_TRAIL,
                    anchor.source(),
                    "This is about node " + anchor.name() + ", whose trail is not among these files");
        }
    }

    private static String cut(Anchor anchor, ChainSummary chain) {
        return "The trail ends with record " + chain.lastSeq() + ", but record " + anchor.seq() + " was there when "
                + anchor.source() + " was written: " + (anchor.seq() - chain.lastSeq())
                + " records or more are cut off";
    }
}
