// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an operator wants clients to leave behind, and may switch off one day: one or several uses of one family. */
public enum OldUse {
    CLEAR_PASSWORD("clear-password", EnumSet.of(Use.USER, Use.PLAIN, Use.LOGIN)),
    DIGEST_MD5("DIGEST-MD5", EnumSet.of(Use.DIGEST_MD5)),
    OLDER_TLS("older-TLS", EnumSet.of(Use.TLS_1_0, Use.TLS_1_1)),
    OLD_CIPHER("old-cipher", EnumSet.of(Use.TLS_1_2_RSA, Use.TLS_1_2_CBC)),
    TLS_1_2("TLSv1.2", EnumSet.of(Use.TLS_1_2_RSA, Use.TLS_1_2_CBC, Use.TLS_1_2));

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Use> uses;

    OldUse(String text, Set<Use> uses) {
        this.text = text;
        this.uses = uses;
    }

    public static Optional<OldUse> of(String text) {
        return Arrays.stream(values()).filter(old -> old.text.equals(text)).findFirst();
    }

    /** All that this use is a part of; none if it is nothing old. */
    public static List<OldUse> with(Use use) {
        return Arrays.stream(values()).filter(old -> old.has(use)).collect(Collectors.toUnmodifiableList());
    }

    public String text() {
        return text;
    }

    /** The uses that end when it is switched off. */
    public Set<Use> uses() {
        return EnumSet.copyOf(uses);
    }

    boolean has(Use use) {
        return uses.contains(use);
    }

    /** Whether the use is of the same family, and stronger than all that is switched off. */
    boolean isWeakerThan(Use use) {
        return uses.stream().allMatch(one -> one.family() == use.family() && one.strength() < use.strength());
    }
}
