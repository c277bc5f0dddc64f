// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.credential.CredentialState;
import nl.digipoort.james.credential.CredentialState.Kind;
import org.apache.james.core.Username;

/** What an operator may know of a user's credential record, never the record itself; the getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "usable", "state", "realm", "createdAt", "keyId"})
final class CredentialView {
    private static final Map<Kind, String> WORDS = new EnumMap<>(Map.of(
            Kind.USABLE, "usable",
            Kind.NONE, "none",
            Kind.PASSWORD_CHANGED, "void-password-changed",
            Kind.OTHER_REALM, "void-realm-changed",
            Kind.UNKNOWN_KEY, "unknown-key",
            Kind.BROKEN, "broken"));

    private final Username user;
    private final CredentialState state;

    CredentialView(Username user, CredentialState state) {
        this.user = user;
        this.state = state;
    }

    public String getUser() {
        return user.asString();
    }

    public boolean isUsable() {
        return state.kind() == Kind.USABLE;
    }

    /** Whether DIGEST-MD5 can verify against the record, or why it cannot. */
    public String getState() {
        return WORDS.get(state.kind());
    }

    public Optional<String> getRealm() {
        return state.realm();
    }

    /** In ISO-8601, UTC. */
    public Optional<String> getCreatedAt() {
        return state.createdAt().map(Instant::toString);
    }

    public Optional<String> getKeyId() {
        return state.keyId();
    }
}
