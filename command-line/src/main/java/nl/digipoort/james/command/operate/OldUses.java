// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.command.json.JsonObject;

/** What one account uses that clients should leave behind, or that was asked for: since when, until when and from where. Immutable. */
final class OldUses {
    private static final long DAY = 86_400;

    private final JsonObject account;
    private final Optional<String> asked;
    private final JsonObject first;
    private final JsonObject last;

    /** @param asked the use that the operator asked for; empty for all old ones */
    OldUses(JsonObject account, Optional<String> asked) {
        this.account = account;
        this.asked = asked;
        JsonObject earliest = JsonObject.of(null);
        JsonObject latest = JsonObject.of(null);
        for (JsonObject use : account.list("uses")) {
            if (counts(use)) {
                earliest = earliest.isEmpty() || isBefore(use, earliest, "firstAt") ? use : earliest;
                latest = latest.isEmpty() || isBefore(latest, use, "lastAt") ? use : latest;
            }
        }
        this.first = earliest;
        this.last = latest;
    }

    private boolean counts(JsonObject use) {
        List<String> olds = use.texts("old");
        return use.is("within")
                && asked.map(name -> name.equals(use.text("use")) || olds.contains(name))
                        .orElse(!olds.isEmpty());
    }

    private static boolean isBefore(JsonObject use, JsonObject other, String time) {
        return Moments.seconds(use.text(time), other.text(time)) > 0;
    }

    /** An account that uses nothing old needs no letter. */
    boolean isEmpty() {
        return last.isEmpty();
    }

    JsonObject account() {
        return account;
    }

    String needs() {
        return String.join(" ", account.texts("stillNeeds"));
    }

    String alsoUses() {
        return String.join(" ", account.texts("alsoUses"));
    }

    String firstAt() {
        return first.text("firstAt");
    }

    String lastAt() {
        return last.text("lastAt");
    }

    /** Whole days from the last time. */
    String daysAgo(String now) {
        return Long.toString(Math.max(0, Moments.seconds(lastAt(), now)) / DAY);
    }

    String lastClient() {
        return last.text("lastClient");
    }

    /** What the account would lose; empty for nothing. */
    String wouldBreak() {
        List<String> losses = new ArrayList<>();
        account.texts("stillNeeds").forEach(old -> losses.add("every login without " + old));
        account.texts("alsoUses").forEach(old -> losses.add("some logins without " + old));
        return String.join("; ", losses);
    }

    static String shown(String words) {
        return words.isEmpty() ? "-" : words;
    }
}
