// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;
import javax.security.sasl.SaslException;

/**
 * The client is not authenticated. The message is a constant for the log of the server: it contains nothing that the client sent and is
 * never sent on the wire.
 */
public final class AuthenticationFailedException extends SaslException {
    /** Whether the credentials of the client were judged at all. */
    public enum Kind {
        /** The message was not one of the mechanism; no credential was tried. */
        MALFORMED,
        /** A message of the mechanism that does not answer the challenge, or names another service; no credential was tried. */
        MISMATCHED,
        /** The channel binding is not that of this connection, or the offer of one did not reach the client: somebody may be in between. */
        UNBOUND,
        /** Unknown user, wrong password, or no right to act as the identity that was asked for. */
        REFUSED
    }

    private final Kind kind;
    private final transient Optional<String> attemptedName;

    private AuthenticationFailedException(Kind kind, String reason, Optional<String> attemptedName, Throwable cause) {
        super(reason, cause);
        this.kind = kind;
        this.attemptedName = attemptedName;
    }

    static AuthenticationFailedException malformed(String reason) {
        return malformed(reason, null);
    }

    static AuthenticationFailedException malformed(String reason, Throwable cause) {
        return new AuthenticationFailedException(Kind.MALFORMED, reason, Optional.empty(), cause);
    }

    static AuthenticationFailedException mismatched(String reason) {
        return new AuthenticationFailedException(Kind.MISMATCHED, reason, Optional.empty(), null);
    }

    static AuthenticationFailedException unbound(String reason, String attemptedName) {
        return new AuthenticationFailedException(Kind.UNBOUND, reason, Optional.of(attemptedName), null);
    }

    /** One reason for every refusal, so that not even a log shows whether the user is unknown or the password is wrong. */
    static AuthenticationFailedException refused(String attemptedName) {
        return new AuthenticationFailedException(
                Kind.REFUSED, "the credentials are refused", Optional.of(attemptedName), null);
    }

    public Kind kind() {
        return kind;
    }

    /** The user name that the client claimed, if credentials were tried or somebody may be in between; for an audit log, whose writer escapes it. */
    public Optional<String> attemptedName() {
        return attemptedName;
    }
}
