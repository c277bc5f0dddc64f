// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;

/** Some messages of a maildrop, in the order of their numbers, and how many there are in all. Immutable. */
public final class MessagePage {
    static final MessagePage EMPTY = new MessagePage(0, List.of());

    private final int count;
    private final List<MessageInfo> messages;

    MessagePage(int count, List<MessageInfo> messages) {
        this.count = count;
        this.messages = List.copyOf(messages);
    }

    /** How many messages the maildrop has. */
    public int count() {
        return count;
    }

    public List<MessageInfo> messages() {
        return messages;
    }
}
