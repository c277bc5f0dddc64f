// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.util.Optional;

/** The result of putting a mail into a mailbox. Immutable. */
public final class AppendOutcome {
    /** The mail had been delivered before. */
    public static final AppendOutcome REPEATED = new AppendOutcome(Kind.REPEATED, Optional.empty());

    /** Mail is held for the maildrop and must be delivered first. Nothing is changed. */
    public static final AppendOutcome OLDER_WAITS = new AppendOutcome(Kind.OLDER_WAITS, Optional.empty());

    /** The mail is not held any more: somebody else brought it in or removed it. */
    public static final AppendOutcome NOT_HELD = new AppendOutcome(Kind.NOT_HELD, Optional.empty());

    /** The kinds of result. */
    public enum Kind {
        /** The message is in the mailbox, durably. */
        APPENDED,
        REPEATED,
        OLDER_WAITS,
        NOT_HELD
    }

    private final Kind kind;
    private final Optional<String> uniqueId;

    private AppendOutcome(Kind kind, Optional<String> uniqueId) {
        this.kind = kind;
        this.uniqueId = uniqueId;
    }

    /** @param uniqueId as UIDL tells it */
    public static AppendOutcome appended(String uniqueId) {
        return new AppendOutcome(Kind.APPENDED, Optional.of(uniqueId));
    }

    /** The message is in the mailbox, but the answer with its number was lost. */
    public static AppendOutcome appendedUnnumbered() {
        return new AppendOutcome(Kind.APPENDED, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** The unique-id of the message that was appended, if it is known. */
    public Optional<String> uniqueId() {
        return uniqueId;
    }

    @Override
    public String toString() {
        return kind + uniqueId.map(id -> " " + id).orElse("");
    }
}
