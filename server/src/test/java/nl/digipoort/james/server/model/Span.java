// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

/**
 * When an operation was: the client sent nothing of it before the first moment, and had its outcome at the second. Both by the monotonic clock
 * of the one machine that all clients run on ({@link System#nanoTime}).
 */
public record Span(long invoked, long completed) {
    public Span {
        if (invoked > completed) {
            throw new IllegalArgumentException(invoked + " is after " + completed);
        }
    }

    /** From a moment until now. */
    public static Span since(long invoked) {
        return new Span(invoked, System.nanoTime());
    }

    /** Whether all of this was over when that began. */
    boolean isBefore(Span that) {
        return completed < that.invoked;
    }
}
