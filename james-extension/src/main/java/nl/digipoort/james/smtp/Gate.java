// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.Optional;

/** Decides whether a command is allowed, by the table in {@link Verb} and by TLS. Immutable. */
final class Gate {
    private static final Reply OUT_OF_ORDER = Reply.of(503, "5.5.1", "Bad sequence of commands");
    private static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
    private static final Reply TLS_FIRST = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");

    private final Dialect dialect;
    private final boolean requireTls;

    Gate(Dialect dialect, boolean requireTls) {
        this.dialect = dialect;
        this.requireTls = requireTls;
    }

    /** The refusal; empty if the command is allowed. */
    Optional<Reply> refusal(Verb verb, Phase phase, boolean secured) {
        if (!verb.isOf(dialect)) {
            return Optional.of(Reply.UNKNOWN_COMMAND);
        }
        if (!verb.isAllowedIn(phase)) {
            return Optional.of(OUT_OF_ORDER);
        }
        if (verb == Verb.STARTTLS && secured) {
            return Optional.of(TLS_ALREADY);
        }
        return verb == Verb.MAIL && requireTls && !secured ? Optional.of(TLS_FIRST) : Optional.empty();
    }
}
