// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

/**
 * One sending of one message to one account. A sender that sends again uses another mark, so that each sending can be told from the others.
 *
 * @param span from before DATA to the answer to the end of the message
 * @param outcome OK is 250; FAIL is 5xx, or that nothing was sent; UNKNOWN is no answer, or 4xx: the commit may have been made, and its answer lost
 */
public record Delivery(
        Span span, String client, String node, String account, Content content, Outcome outcome, String answer) {
    /** Of the violations: which one it is, and where in the history. */
    String name() {
        return mark() + " (" + outcome + " on " + node + ", " + span.invoked() + " to " + span.completed() + ")";
    }

    String mark() {
        return content.mark();
    }

    boolean isAcknowledged() {
        return outcome == Outcome.OK;
    }
}
