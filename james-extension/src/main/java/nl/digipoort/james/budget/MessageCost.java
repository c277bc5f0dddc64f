// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

/**
 * The most memory that James's store takes while it gives one message, as a multiple of its size (figures in
 * docs/develop/adr/0019-budget-for-message-bodies.md). Immutable.
 */
public final class MessageCost {
    private final int factor;

    private MessageCost(int factor) {
        this.factor = factor;
    }

    /** @param factor at least 1 */
    public static MessageCost times(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("a message takes its size at least, not " + factor + " times");
        }
        return new MessageCost(factor);
    }

    /** @param size of the message in octets */
    long octets(long size) {
        return Math.multiplyExact(size, factor);
    }
}
