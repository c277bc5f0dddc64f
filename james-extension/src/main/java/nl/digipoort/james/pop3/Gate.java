// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static java.util.Map.entry;
import static nl.digipoort.james.pop3.Phase.CLEAR;
import static nl.digipoort.james.pop3.Phase.SECURED;
import static nl.digipoort.james.pop3.Phase.TRANSACTION;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * The one place that decides which command passes in which phase. Before TLS only the bare keywords of the table pass. Everything else gets
 * the same refusal, so that it reveals nothing. Immutable.
 */
@Singleton
public final class Gate {
    private static final Map<String, Set<Phase>> TABLE = Map.ofEntries(
            entry("CAPA", EnumSet.of(CLEAR, SECURED, TRANSACTION)),
            entry("STLS", EnumSet.of(CLEAR)),
            entry("QUIT", EnumSet.of(CLEAR, SECURED, TRANSACTION)),
            entry("AUTH", EnumSet.of(SECURED)),
            entry("USER", EnumSet.of(SECURED)),
            entry("PASS", EnumSet.of(SECURED)),
            entry("STAT", EnumSet.of(TRANSACTION)),
            entry("LIST", EnumSet.of(TRANSACTION)),
            entry("UIDL", EnumSet.of(TRANSACTION)),
            entry("RETR", EnumSet.of(TRANSACTION)),
            entry("TOP", EnumSet.of(TRANSACTION)),
            entry("DELE", EnumSet.of(TRANSACTION)),
            entry("RSET", EnumSet.of(TRANSACTION)),
            entry("NOOP", EnumSet.of(TRANSACTION)));

    /** The answer to everything that does not pass before TLS, including a line that is too long. */
    static final Reply TLS_FIRST = Reply.error("STLS first");

    private static final Reply NOT_NOW = Reply.error("Not in this state");
    private static final Reply UNKNOWN = Reply.error("Unknown command");

    private final Mode mode;

    @Inject
    public Gate(Pop3Settings settings) {
        this.mode = settings.mode();
    }

    /**
     * Checks a command line before it is executed.
     *
     * @param command empty for a line that is not a command line
     * @return the refusal, or empty if the command may pass
     */
    Optional<Reply> refuse(Phase phase, Optional<CommandLine> command) {
        Set<Phase> phases = command.map(this::phases).orElse(Set.of());
        boolean passes = phases.contains(phase);
        if (phase == CLEAR) {
            return passes && command.orElseThrow().hasNoArguments() ? Optional.empty() : Optional.of(TLS_FIRST);
        }
        if (passes) {
            return Optional.empty();
        }
        return Optional.of(phases.isEmpty() ? UNKNOWN : NOT_NOW);
    }

    private Set<Phase> phases(CommandLine command) {
        if (mode == Mode.STRICT && command.keyword().equals("CAPA")) {
            return EnumSet.of(SECURED, TRANSACTION);
        }
        return TABLE.getOrDefault(command.keyword(), Set.of());
    }
}
