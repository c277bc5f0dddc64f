// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.OldUse;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.Use.Family;
import nl.digipoort.james.activity.UseTimes;
import nl.digipoort.james.activity.UseWindow;

/** How an account logs in, as JSON. */
final class UseJson {
    private UseJson() {}

    /** @param from the beginning of the window */
    static Map<String, Object> of(AccountUses account, Instant from) {
        UseWindow window = UseWindow.of(account.uses(), from);
        return ImmutableMap.<String, Object>builder()
                .put("user", account.user().asString())
                .put("strongestMechanism", window.strongest(Family.MECHANISM).map(Use::text))
                .put("weakestMechanism", window.weakest(Family.MECHANISM).map(Use::text))
                .put("strongestTls", window.strongest(Family.TLS).map(Use::text))
                .put("weakestTls", window.weakest(Family.TLS).map(Use::text))
                .put("stillNeeds", names(window.stillNeeds()))
                .put("alsoUses", names(window.alsoUses()))
                .put(
                        "uses",
                        account.uses().asMap().entrySet().stream()
                                .map(use -> json(use.getKey(), use.getValue(), window))
                                .collect(Collectors.toUnmodifiableList()))
                .build();
    }

    private static List<String> names(List<OldUse> olds) {
        return olds.stream().map(OldUse::text).collect(Collectors.toUnmodifiableList());
    }

    private static Map<String, Object> json(Use use, UseTimes times, UseWindow window) {
        return ImmutableMap.of(
                "use", use.text(),
                "old", names(OldUse.with(use)),
                "firstAt", times.first().toString(),
                "lastAt", times.last().toString(),
                "lastClient", times.client(),
                // whether it counts for what the account needs
                "within", window.uses(use));
    }
}
