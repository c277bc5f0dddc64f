// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;

/** One transaction: the sender and the accepted recipients. Not thread-safe. */
final class Envelope {
    private final String sender;
    private final long declared;
    private final List<List<Username>> maildrops = new ArrayList<>();
    private final List<String> recipients = new ArrayList<>();

    /**
     * @param sender empty for the null sender
     * @param declared octets declared by SIZE, 0 without it
     */
    Envelope(String sender, long declared) {
        this.sender = sender;
        this.declared = declared;
    }

    void add(String recipient, List<Username> ofRecipient) {
        maildrops.add(ofRecipient);
        recipients.add(recipient);
    }

    String sender() {
        return sender;
    }

    long declared() {
        return declared;
    }

    /** The recipients as the client wrote them, in order. */
    List<String> recipients() {
        return recipients;
    }

    List<Username> maildrops(int recipient) {
        return maildrops.get(recipient);
    }
}
