// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The commands, and the phases in which each is allowed: the table for {@link Gate}. */
enum Verb {
    HELO(Dialect.SMTP, EnumSet.allOf(Phase.class)),
    EHLO(Dialect.SMTP, EnumSet.allOf(Phase.class)),
    LHLO(Dialect.LMTP, EnumSet.allOf(Phase.class)),
    STARTTLS(EnumSet.of(Phase.CONNECTED, Phase.GREETED)),
    MAIL(EnumSet.of(Phase.GREETED)),
    RCPT(EnumSet.of(Phase.SENDER, Phase.RECIPIENTS)),
    DATA(EnumSet.of(Phase.RECIPIENTS)),
    RSET(EnumSet.allOf(Phase.class)),
    NOOP(EnumSet.allOf(Phase.class)),
    VRFY(EnumSet.allOf(Phase.class)),
    HELP(EnumSet.allOf(Phase.class)),
    QUIT(EnumSet.allOf(Phase.class));

    private final Optional<Dialect> dialect;
    private final ImmutableSet<Phase> phases;

    Verb(Set<Phase> phases) {
        this.dialect = Optional.empty();
        this.phases = ImmutableSet.copyOf(phases);
    }

    Verb(Dialect dialect, Set<Phase> phases) {
        this.dialect = Optional.of(dialect);
        this.phases = ImmutableSet.copyOf(phases);
    }

    /** Ignores the case of letters; empty for an unknown word. */
    static Optional<Verb> of(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(verb -> verb.name().equals(name)).findAny();
    }

    boolean isOf(Dialect spoken) {
        return dialect.isEmpty() || dialect.get() == spoken;
    }

    boolean isAllowedIn(Phase phase) {
        return phases.contains(phase);
    }

    /** Whether the command may need a store, and so may block. */
    boolean mayBlock() {
        return this == MAIL || this == RCPT;
    }
}
