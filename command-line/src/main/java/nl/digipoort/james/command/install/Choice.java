// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.EnumSet;
import java.util.Set;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.UsageException;

/** What {@code install} does on demand only. */
enum Choice {
    /** James's own SMTP server stays, for its filters. */
    KEEP_SMTP("--keep-smtp"),
    /** James's own SMTP server goes, although it was kept before. */
    REPLACE_SMTP("--replace-smtp"),
    /** Another realm is written, and all records of DIGEST-MD5 are given up. */
    CHANGE_REALM("--change-realm");

    private final String option;

    Choice(String option) {
        this.option = option;
    }

    /** @throws UsageException if two contradict each other */
    static Set<Choice> of(Options options) {
        Set<Choice> choices = EnumSet.noneOf(Choice.class);
        for (Choice choice : values()) {
            if (options.has(choice.option)) {
                choices.add(choice);
            }
        }
        if (choices.contains(KEEP_SMTP) && choices.contains(REPLACE_SMTP)) {
            throw new UsageException("either --keep-smtp or --replace-smtp");
        }
        return choices;
    }
}
