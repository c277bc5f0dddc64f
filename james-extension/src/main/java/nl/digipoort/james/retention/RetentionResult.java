// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

/** The result of removing messages from one maildrop. Immutable. */
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

    /** The number of messages removed, whatever the ending. */
    public long deleted() {
        return deleted;
    }

    /** Why the removal stopped. */
    public enum Ending {
        /** No more messages are too old. */
        COMPLETE,
        /** Somebody else has the maildrop, or memory is short. The next run tries again. */
        POSTPONED,
        /** Some messages could not be removed. The reason is logged. */
        INCOMPLETE
    }
}
