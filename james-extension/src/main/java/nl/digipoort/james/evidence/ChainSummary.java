// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of one chain when it was read: its nodes, its ends and its counts. Not thread-safe. */
final class ChainSummary {
    private static final int MOST_NAMES = 10_000;
    private static final int SHOWN_NAMES = 3;

    private final Set<String> nodes = new LinkedHashSet<>();
    private final Set<String> keys = new HashSet<>();
    /** The names by which the checkpoints of other nodes know it. */
    private final Set<String> chains = new HashSet<>();

    private long records;
    private long recordsOfVersion1;
    private long octets;
    private long firstSeq;
    private long lastSeq;
    private Place firstPlace;
    private Place lastPlace;
    private String firstTime = "";
    private String lastTime = "";

    void add(Line line, TrailRecord record) {
        octets += line.octets().length + 1L;
        remember(nodes, record.node());
        lastPlace = line.place(record.seq());
        lastTime = record.time();
        if (firstPlace == null) {
            firstPlace = lastPlace;
            firstTime = lastTime;
        }
        if (record.version() == 1) {
            recordsOfVersion1++;
            return;
        }
        records++;
        firstSeq = firstSeq == 0 ? record.seq() : firstSeq;
        lastSeq = Math.max(lastSeq, record.seq());
        if (record.is(Checkpoint.EVENT)) {
            record.text("key").ifPresent(key -> remember(keys, key));
            record.text("chain").ifPresent(chain -> remember(chains, chain));
        }
    }

    private static void remember(Set<String> names, String name) {
        if (names.size() < MOST_NAMES) {
            names.add(name);
        }
    }

    /** Whether it is known by that name. */
    boolean hasName(String name) {
        return nodes.contains(name) || chains.contains(name);
    }

    /** Whether the anchor is about this chain: a node may have another name after each start, but its key is the same. */
    boolean isNamed(Anchor anchor) {
        return records > 0 && (hasName(anchor.name()) || keys.contains(anchor.key()));
    }

    /** What a person knows the chain by; without a name in the settings a node has another one after each start. */
    String name() {
        int more = nodes.size() - SHOWN_NAMES;
        String names = nodes.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
        return more > 0 ? names + " and " + more + " more names" : names;
    }

    long records() {
        return records;
    }

    long recordsOfVersion1() {
        return recordsOfVersion1;
    }

    long octets() {
        return octets;
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        return lastSeq;
    }

    Place firstPlace() {
        return firstPlace;
    }

    Place lastPlace() {
        return lastPlace;
    }

    String firstTime() {
        return firstTime;
    }

    String lastTime() {
        return lastTime;
    }
}
