// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.List;
import java.util.Set;
import org.apache.james.core.Username;

/** What an address leads to. Immutable. */
final class Resolution {
    /** Whether mail for it is taken. */
    enum Kind {
        LOCAL,
        /** The domain is ours, the address is nobody's. */
        UNKNOWN,
        /** To another server: nothing is relayed. */
        FOREIGN
    }

    static final Resolution UNKNOWN = new Resolution(Kind.UNKNOWN, List.of());
    static final Resolution FOREIGN = new Resolution(Kind.FOREIGN, List.of());

    private final Kind kind;
    private final List<Username> maildrops;

    private Resolution(Kind kind, List<Username> maildrops) {
        this.kind = kind;
        this.maildrops = maildrops;
    }

    static Resolution local(Set<Username> maildrops) {
        return new Resolution(Kind.LOCAL, List.copyOf(maildrops));
    }

    Kind kind() {
        return kind;
    }

    /** At least one if it is local. */
    List<Username> maildrops() {
        return maildrops;
    }
}
