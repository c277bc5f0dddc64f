// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LockInfo;

/** A lock in force as JSON: the schema Lock of docs/reference/openapi.yaml. */
final class LockJson {
    private LockJson() {}

    static Map<String, Object> of(LockInfo lock, Instant now) {
        return ImmutableMap.<String, Object>builder()
                .put("user", lock.maildrop().asString())
                .put("kind", word(lock.holder().kind()))
                .put("client", holder(lock, HolderKind.SESSION))
                .put("mail", holder(lock, HolderKind.DELIVERY))
                .put("node", lock.holder().node())
                .put("state", word(lock.state()))
                .put("since", lock.since().toString())
                // at least 0: the store's clock may be a little ahead of ours
                .put(
                        "heldSeconds",
                        Math.max(0, Duration.between(lock.since(), now).toSeconds()))
                .put("leftSeconds", lock.left().toSeconds())
                .put("fence", lock.fence())
                .build();
    }

    /** The address of a session's client, or the name of a delivery's mail. */
    private static Optional<String> holder(LockInfo lock, HolderKind kind) {
        return lock.holder().kind() == kind ? Optional.of(lock.holder().client()) : Optional.empty();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
