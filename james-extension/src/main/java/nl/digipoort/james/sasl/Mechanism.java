// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.security.sasl.SaslServer;

/** A SASL mechanism that can be offered: how it begins, and a fresh server for each exchange. Immutable. */
public final class Mechanism {
    public static final String DIGEST_MD5 = "DIGEST-MD5";
    public static final String SCRAM_SHA_256 = "SCRAM-SHA-256";
    public static final String SCRAM_SHA_256_PLUS = "SCRAM-SHA-256-PLUS";
    public static final String PLAIN = "PLAIN";
    public static final String LOGIN = "LOGIN";
    public static final String EXTERNAL = "EXTERNAL";

    /** What a client may send along when it names the mechanism (RFC 4422 section 3.3). */
    public enum InitialResponse {
        /** The server speaks first. */
        NOT_ALLOWED,
        /** The server speaks first, but a client may give its first response early. */
        OPTIONAL,
        /** The client speaks first; without an initial response it gets an empty challenge. */
        EXPECTED
    }

    /** What the mechanism shows to anyone who can read the connection. */
    public enum Exposure {
        /** The clear password: never without TLS. */
        PASSWORD,
        /** A proof that the client knows the password. */
        PROOF
    }

    private static final Pattern NAME = Pattern.compile("[A-Z0-9_-]{1,20}");

    private final String name;
    private final InitialResponse initialResponse;
    private final Exposure exposure;
    private final Supplier<SaslServer> servers;

    private Mechanism(String name, InitialResponse initialResponse, Exposure exposure, Supplier<SaslServer> servers) {
        this.name = name;
        this.initialResponse = initialResponse;
        this.exposure = exposure;
        this.servers = servers;
    }

    /**
     * @param name as in RFC 4422 section 3.1: 1 to 20 upper-case letters, digits, "-" and "_"
     * @throws IllegalArgumentException if the name is not of that form
     */
    public static Mechanism of(
            String name, InitialResponse initialResponse, Exposure exposure, Supplier<SaslServer> servers) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a mechanism name: '" + name + "'");
        }
        return new Mechanism(name, initialResponse, exposure, servers);
    }

    /** DIGEST-MD5 (RFC 2831), quality of protection "auth". */
    public static Mechanism digestMd5(DigestMd5Settings settings, DigestSecrets secrets, NonceSource nonces) {
        return of(
                DIGEST_MD5,
                InitialResponse.NOT_ALLOWED,
                Exposure.PROOF,
                () -> new DigestMd5Server(settings, secrets, nonces));
    }

    /**
     * SCRAM-SHA-256 (RFC 7677).
     *
     * @param offered the channel bindings that SCRAM-SHA-256-PLUS is offered with on the same connection; none if it is not offered
     */
    public static Mechanism scramSha256(ScramSecrets secrets, NonceSource nonces, ChannelBindings offered) {
        return scram(SCRAM_SHA_256, secrets, nonces, offered);
    }

    /** SCRAM-SHA-256-PLUS (RFC 7677): the client proves that nobody is between the two ends of the TLS connection. */
    public static Mechanism scramSha256Plus(ScramSecrets secrets, NonceSource nonces, ChannelBindings offered) {
        return scram(SCRAM_SHA_256_PLUS, secrets, nonces, offered);
    }

    private static Mechanism scram(String name, ScramSecrets secrets, NonceSource nonces, ChannelBindings offered) {
        return of(
                name,
                InitialResponse.EXPECTED,
                Exposure.PROOF,
                () -> new ScramServer(name, ScramHash.SHA_256, secrets, nonces, offered));
    }

    /** PLAIN (RFC 4616). */
    public static Mechanism plain(PasswordVerifier verifier) {
        return of(PLAIN, InitialResponse.EXPECTED, Exposure.PASSWORD, () -> new PlainServer(verifier));
    }

    /** LOGIN (draft-murchison-sasl-login-00). */
    public static Mechanism login(PasswordVerifier verifier) {
        return of(LOGIN, InitialResponse.OPTIONAL, Exposure.PASSWORD, () -> new LoginServer(verifier));
    }

    /** EXTERNAL (RFC 4422 appendix A), for the one client whose identity is proven. */
    public static Mechanism external(ExternalIdentity identity) {
        return of(EXTERNAL, InitialResponse.EXPECTED, Exposure.PROOF, () -> new ExternalServer(identity));
    }

    public String name() {
        return name;
    }

    public InitialResponse initialResponse() {
        return initialResponse;
    }

    public Exposure exposure() {
        return exposure;
    }

    /** A server for one exchange; the caller disposes of it. */
    public SaslServer newServer() {
        return servers.get();
    }
}
