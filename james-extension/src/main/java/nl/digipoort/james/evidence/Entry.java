// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.Optional;

/** A line of one of several chains, and the record in it if it is one. Immutable. */
final class Entry {
    private final int chain;
    private final Line line;
    private final Optional<TrailRecord> record;

    Entry(int chain, Line line) {
        this.chain = chain;
        this.line = line;
        this.record = TrailRecord.parse(line);
    }

    int chain() {
        return chain;
    }

    Line line() {
        return line;
    }

    Optional<TrailRecord> record() {
        return record;
    }

    /** Empty for what is no record, so that it comes at once. */
    String time() {
        return record.map(TrailRecord::time).orElse("");
    }
}
