// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.collect.Lists;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nl.digipoort.james.maildrop.MarkedMessage;
import nl.digipoort.james.maildrop.UpdateListener;

/**
 * Writes the records of one logged-in session; each repeats the fields of the login record. Used by one command at a time, as its session
 * is.
 */
public final class SessionAudit implements UpdateListener {
    /** The most unique-ids in one record of messages about to be deleted. */
    private static final int IDS_IN_A_RECORD = 500;
    /** The most retrieved messages whose Message-ID is remembered for their deletion. */
    private static final int REMEMBERED = 500;

    private final AuditTrail trail;
    private final AuditRecord login;
    private final Map<String, RetrievedMessage> retrieved = new HashMap<>();
    private long retrievedCount;
    private long retrievedOctets;
    private long deletedCount;

    /** @param login the session, the client and the maildrop */
    public SessionAudit(AuditTrail trail, AuditRecord login) {
        this.trail = trail;
        this.login = login;
    }

    /**
     * A message, or the top of one, is about to be sent.
     *
     * @param command RETR or TOP
     * @param size the octets that RETR sends
     * @throws NotRecordedException if it may not be sent
     */
    public RetrievalAudit retrievalBegins(String command, String uniqueId, long size) {
        AuditRecord retrieval = login.as(AuditEvent.RETRIEVAL_BEGUN)
                .with(AuditField.COMMAND, command)
                .with(AuditField.UNIQUE_ID, uniqueId)
                .with(AuditField.SIZE, size);
        trail.require(retrieval);
        boolean whole = command.equals("RETR");
        return new RetrievalAudit(
                trail,
                retrieval.as(AuditEvent.RETRIEVAL_ENDED),
                whole && trail.isHashing(),
                whole ? message -> ended(uniqueId, message) : message -> {});
    }

    private void ended(String uniqueId, RetrievedMessage message) {
        if (message.isComplete()) {
            retrievedCount++;
            if (retrieved.size() < REMEMBERED) {
                retrieved.put(uniqueId, message);
            }
        }
        retrievedOctets += message.octets();
    }

    /** @throws NotRecordedException if the message may not be marked */
    public void marks(String uniqueId, long size) {
        trail.require(
                login.as(AuditEvent.MARKED).with(AuditField.UNIQUE_ID, uniqueId).with(AuditField.SIZE, size));
    }

    /** @param count the number of marks removed */
    public void unmarked(long count) {
        trail.note(login.as(AuditEvent.UNMARKED).with(AuditField.MESSAGES, count));
    }

    @Override
    public void begins(List<MarkedMessage> marked) {
        for (List<MarkedMessage> some : Lists.partition(marked, IDS_IN_A_RECORD)) {
            trail.require(login.as(AuditEvent.DELETION_BEGUN)
                    .with(AuditField.UNIQUE_IDS, Lists.transform(some, MarkedMessage::uniqueId))
                    .with(AuditField.MESSAGES, marked.size()));
        }
    }

    @Override
    public void ended(List<MarkedMessage> messages, Fate fate) {
        if (fate == Fate.DELETED) {
            deletedCount += messages.size();
        }
        trail.note(messages.stream()
                .map(message -> deletionEnded(message, fate))
                .collect(Collectors.toUnmodifiableList()));
    }

    private AuditRecord deletionEnded(MarkedMessage message, Fate fate) {
        AuditRecord ended = login.as(AuditEvent.DELETION_ENDED)
                .with(AuditField.OUTCOME, fate.name().toLowerCase(Locale.ROOT))
                .with(AuditField.UNIQUE_ID, message.uniqueId())
                .with(AuditField.SIZE, message.octets());
        RetrievedMessage known = retrieved.get(message.uniqueId());
        return known == null ? ended : known.describe(ended);
    }

    /**
     * The session has ended, and the maildrop is free again.
     *
     * @param outcome how the session ended
     */
    public void sessionEnded(Ending outcome) {
        trail.note(login.as(AuditEvent.SESSION_ENDED)
                .with(AuditField.OUTCOME, outcome.wire)
                .with(AuditField.RETRIEVED, retrievedCount)
                .with(AuditField.OCTETS, retrievedOctets)
                .with(AuditField.DELETED, deletedCount));
    }

    /** How a session ended. */
    public enum Ending {
        /** QUIT, and all marked messages are deleted. */
        COMPLETE("complete"),
        /** QUIT, and some marked messages are not deleted, or possibly not. */
        INCOMPLETE("incomplete"),
        /** QUIT or another command found the lock lost; nothing is deleted. */
        LOCK_LOST("lock-lost"),
        /** QUIT, and nothing is deleted because it could not be recorded. */
        NOT_RECORDED("not-recorded"),
        /** The session lasted too long and was ended; nothing is deleted. */
        TOO_LONG("too-long"),
        /** The session moved no message while mail was held for it, and was ended; nothing is deleted. */
        BLOCKED_DELIVERIES("blocked-deliveries"),
        /** The user or its domain was removed, or its password changed, and the session was ended; nothing is deleted. */
        REVOKED("revoked"),
        /** The connection ended without QUIT; nothing is deleted. */
        BROKEN_OFF("broken-off");

        private final String wire;

        Ending(String wire) {
            this.wire = wire;
        }
    }
}
