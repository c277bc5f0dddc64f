// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.List;
import java.util.Set;
import org.apache.james.core.Username;

/** The maildrops of an address, or why it has none. Immutable. */
final class Resolution {
    /** Whether mail for the address is accepted. */
    enum Kind {
        LOCAL,
        /** The domain is ours, but no maildrop belongs to the address. */
        UNKNOWN,
        /** The address is on another server: mail is not relayed. */
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

    /** The maildrops: at least one if the address is local. */
    List<Username> maildrops() {
        return maildrops;
    }
}
