// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LockInfo;

/** A lock in force; the getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "kind", "client", "mail", "node", "state", "since", "heldSeconds", "leftSeconds", "fence"})
final class LockView {
    private final LockInfo lock;
    private final Instant now;

    LockView(LockInfo lock, Instant now) {
        this.lock = lock;
        this.now = now;
    }

    /** The user whose maildrop is locked. */
    public String getUser() {
        return lock.maildrop().asString();
    }

    /** The kind of holder: a session or a delivery. */
    public String getKind() {
        return word(lock.holder().kind());
    }

    /** The address of a session's client. */
    public Optional<String> getClient() {
        return holder(HolderKind.SESSION);
    }

    /** The name of a delivery's mail. */
    public Optional<String> getMail() {
        return holder(HolderKind.DELIVERY);
    }

    private Optional<String> holder(HolderKind kind) {
        return lock.holder().kind() == kind ? Optional.of(lock.holder().client()) : Optional.empty();
    }

    public String getNode() {
        return lock.holder().node();
    }

    public String getState() {
        return word(lock.state());
    }

    /** In ISO-8601, UTC. */
    public String getSince() {
        return lock.since().toString();
    }

    /** At least 0: the store's clock may be a little ahead of ours. */
    public long getHeldSeconds() {
        return Math.max(0, Duration.between(lock.since(), now).toSeconds());
    }

    public long getLeftSeconds() {
        return lock.left().toSeconds();
    }

    public long getFence() {
        return lock.fence();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
