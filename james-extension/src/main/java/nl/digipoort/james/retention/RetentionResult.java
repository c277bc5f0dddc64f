// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

/** What came of one look for messages that are too old. Immutable. */
public final class RetentionResult {
    private final Ending ending;
    private final long deleted;

    private RetentionResult(Ending ending, long deleted) {
        this.ending = ending;
        this.deleted = deleted;
    }

    static RetentionResult of(Ending ending, long deleted) {
        return new RetentionResult(ending, deleted);
    }

    public Ending ending() {
        return ending;
    }

    /** Messages removed, in any case. */
    public long deleted() {
        return deleted;
    }

    /** Why no more is removed. */
    public enum Ending {
        /** Nothing is too old any more. */
        COMPLETE,
        /** Somebody else has the maildrop, or memory is short; it is tried again at the next look. */
        POSTPONED,
        /** Some could not be removed; the log says why. */
        INCOMPLETE
    }
}
