// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.Optional;

/** What is known of a message that was sent. Immutable. */
final class RetrievedMessage {
    private final Optional<String> messageId;
    private final Optional<String> sha256;
    private final boolean complete;
    private final long octets;

    RetrievedMessage(Optional<String> messageId, Optional<String> sha256, boolean complete, long octets) {
        this.messageId = messageId;
        this.sha256 = sha256;
        this.complete = complete;
        this.octets = octets;
    }

    boolean isComplete() {
        return complete;
    }

    long octets() {
        return octets;
    }

    AuditRecord describe(AuditRecord record) {
        return record.with(AuditField.MESSAGE_ID, messageId).with(AuditField.SHA256, sha256);
    }
}
