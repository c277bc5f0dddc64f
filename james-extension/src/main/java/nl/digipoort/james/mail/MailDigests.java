// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.util.Optional;

/** What tells a mail from every other one: its SHA-256 digests, in hexadecimal, and the Message-ID that it claims. Immutable. */
public final class MailDigests {
    /** Of a mail that nobody has looked at. */
    static final MailDigests UNKNOWN = new MailDigests(Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<String> messageId;
    private final Optional<String> data;
    private final Optional<String> message;

    private MailDigests(Optional<String> messageId, Optional<String> data, Optional<String> message) {
        this.messageId = messageId;
        this.data = data;
        this.message = message;
    }

    static MailDigests of(Optional<String> messageId, Optional<String> data, Optional<String> message) {
        return new MailDigests(messageId, data, message);
    }

    /** Empty if the header has none. */
    public Optional<String> messageId() {
        return messageId;
    }

    /** Of the octets as their sender sent them; empty if they are not hashed. */
    public Optional<String> data() {
        return data;
    }

    /** Of the message as RETR sends it, trace lines included; empty if it is not hashed. */
    public Optional<String> message() {
        return message;
    }
}
