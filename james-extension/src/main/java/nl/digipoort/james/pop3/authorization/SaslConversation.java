// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import nl.digipoort.james.pop3.authorization.SaslStep.Challenge;
import nl.digipoort.james.pop3.authorization.SaslStep.Failure;
import nl.digipoort.james.pop3.authorization.SaslStep.Failure.Kind;
import nl.digipoort.james.pop3.authorization.SaslStep.Success;
import nl.digipoort.james.sasl.AuthenticationFailedException;
import nl.digipoort.james.sasl.ClaimServer;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanism.Exposure;
import nl.digipoort.james.sasl.Mechanism.InitialResponse;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.sasl.PasswordServer;

/**
 * One AUTH exchange in the wire format of RFC 5034 section 4, with any {@link SaslServer}. POP3 has no data with +OK, so the server's final
 * data is sent as one more challenge, which the client answers with an empty line. The server is disposed of at every end. Not thread-safe:
 * lines come one at a time.
 */
public final class SaslConversation implements AutoCloseable {
    /** The longest base64 of a client: a DIGEST-MD5 response of 4095 octets. */
    public static final int MAX_BASE64_OCTETS = 5460;

    /** The longest line that is read within the exchange, with its CRLF. A line that is only a little too long is malformed. */
    public static final int MAX_LINE_OCTETS = 8192;

    private static final byte[] NOTHING = {};

    private enum State {
        NEW,
        OPEN,
        ENDED
    }

    private final Mechanisms mechanisms;
    private State state = State.NEW;
    private Optional<SaslServer> server = Optional.empty();
    private Optional<String> proven = Optional.empty();

    public SaslConversation(Mechanisms mechanisms) {
        this.mechanisms = mechanisms;
    }

    /**
     * Begins the exchange.
     *
     * @param mechanism the name as the client wrote it
     * @param initialResponse the token after it, if there is one: base64, or "=" for an empty response
     * @throws RuntimeException of whoever is asked for the credentials, if they are unavailable; the exchange is over
     * @throws IllegalStateException if it was begun before
     */
    public SaslStep start(String mechanism, Optional<String> initialResponse) {
        requireState(State.NEW);
        state = State.OPEN;
        return mechanisms
                .find(mechanism)
                .map(found -> begin(found, initialResponse))
                .orElseGet(() -> fail(Kind.UNKNOWN_MECHANISM, "no such mechanism is offered"));
    }

    /** Whether the initial response of that mechanism contains a password, whose verification takes processor time. */
    boolean beginsWithPassword(String mechanism) {
        return mechanisms
                .find(mechanism)
                .filter(found -> found.exposure() == Exposure.PASSWORD)
                .filter(found -> found.initialResponse() == InitialResponse.EXPECTED)
                .isPresent();
    }

    /** Whether the next line, unless it is the client's "*", contains a password to verify. */
    boolean isPassword(byte[] line) {
        return !isCancel(line)
                && server.filter(SaslConversation::expectsPassword).isPresent();
    }

    private static boolean expectsPassword(SaslServer open) {
        return open instanceof PasswordServer && ((PasswordServer) open).expectsPassword();
    }

    private static boolean isCancel(byte[] line) {
        return line.length == 1 && line[0] == '*';
    }

    /**
     * Takes the next line of the client.
     *
     * @param line without CRLF; it belongs to the caller
     * @throws RuntimeException of whoever is asked for the credentials, if they are unavailable; the exchange is over
     * @throws IllegalStateException if the exchange has not begun or is over
     */
    public SaslStep onLine(byte[] line) {
        requireState(State.OPEN);
        if (isCancel(line)) {
            return fail(Kind.CANCELLED, "the client cancelled");
        }
        if (line.length > MAX_BASE64_OCTETS) {
            return fail(Kind.MALFORMED, "the line is too long");
        }
        return respond(StrictBase64.decode(line));
    }

    /** Ends the exchange in any state; for a connection that is gone. */
    @Override
    public void close() {
        state = State.ENDED;
        server.ifPresent(SaslConversation::dispose);
        server = Optional.empty();
    }

    private SaslStep begin(Mechanism mechanism, Optional<String> initialResponse) {
        if (initialResponse.isEmpty()) {
            server = Optional.of(mechanism.newServer());
            return mechanism.initialResponse() == InitialResponse.EXPECTED
                    ? challenge(NOTHING, Optional.empty())
                    : evaluate(NOTHING);
        }
        if (mechanism.initialResponse() == InitialResponse.NOT_ALLOWED) {
            return fail(Kind.INITIAL_RESPONSE_NOT_ALLOWED, "the mechanism allows no initial response");
        }
        boolean empty = initialResponse.get().equals("=");
        if (empty && mechanism.initialResponse() == InitialResponse.OPTIONAL) {
            // a server that speaks first would take an empty response for a missing one
            return fail(Kind.MALFORMED, "the initial response is empty");
        }
        server = Optional.of(mechanism.newServer());
        return respond(empty ? Optional.of(NOTHING) : decodeToken(initialResponse.get()));
    }

    /** A token is never empty, so neither is what it decodes to. */
    private static Optional<byte[]> decodeToken(String token) {
        return StrictBase64.decode(token.getBytes(StandardCharsets.UTF_8)).filter(octets -> octets.length > 0);
    }

    private SaslStep respond(Optional<byte[]> response) {
        return response.map(this::evaluate).orElseGet(() -> fail(Kind.MALFORMED, "not base64"));
    }

    private SaslStep evaluate(byte[] response) {
        boolean goesOn = false;
        try {
            SaslStep step = proven.isPresent() ? acknowledge(response) : ask(response);
            goesOn = step instanceof Challenge;
            return step;
        } catch (AuthenticationFailedException e) {
            return new Failure(kindOf(e), e.getMessage(), e.attemptedName());
        } catch (SaslException e) {
            return new Failure(Kind.REFUSED, "the mechanism refused", Optional.empty());
        } finally {
            Arrays.fill(response, (byte) 0);
            if (!goesOn) {
                close();
            }
        }
    }

    private SaslStep ask(byte[] response) throws SaslException {
        SaslServer open = server.orElseThrow();
        byte[] answer = open.evaluateResponse(response);
        byte[] data = answer == null ? NOTHING : answer;
        if (!open.isComplete()) {
            return challenge(data, claimedName(open));
        }
        proven = Optional.of(open.getAuthorizationID());
        return data.length == 0
                ? new Success(proven.get())
                : challenge(data, claimedName(open)).proving(proven.get());
    }

    private SaslStep acknowledge(byte[] response) {
        return response.length == 0
                ? new Success(proven.orElseThrow())
                : new Failure(Kind.MALFORMED, "the last response is not empty", Optional.empty());
    }

    private SaslStep fail(Kind kind, String reason) {
        close();
        return new Failure(kind, reason, Optional.empty());
    }

    private void requireState(State required) {
        if (state != required) {
            throw new IllegalStateException("the exchange is " + state);
        }
    }

    private static Challenge challenge(byte[] data, Optional<String> claimedName) {
        return new Challenge("+ " + StrictBase64.encode(data), claimedName);
    }

    private static Optional<String> claimedName(SaslServer open) {
        return open instanceof ClaimServer ? ((ClaimServer) open).claimedName() : Optional.empty();
    }

    private static Kind kindOf(AuthenticationFailedException failure) {
        switch (failure.kind()) {
            case MALFORMED:
                return Kind.MALFORMED;
            case MISMATCHED:
                return Kind.MISMATCHED;
            case UNBOUND:
                return Kind.UNBOUND;
            default:
                return Kind.REFUSED;
        }
    }

    private static void dispose(SaslServer server) {
        try {
            server.dispose();
        } catch (SaslException e) {
            // ignored: the exchange is over and its result stands
        }
    }
}
