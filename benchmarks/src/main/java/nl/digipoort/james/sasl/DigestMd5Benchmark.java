// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.DigestMd5;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Makes a challenge and checks its response; the stored record is in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DigestMd5Benchmark {
    private static final String REALM = "digipoort.local";
    private static final Account ACCOUNT = new Account("klant@bench.local", "geheim-klant");

    private final DigestMd5Settings settings = DigestMd5Settings.of(REALM, List.of("localhost"));
    /** A fixed nonce, so that one response fits every challenge. */
    private final NonceSource nonces = () -> "5Dq1Hxg0bJXvPlVCwGrqI1kXzFqVnM2s";

    private byte[] hash;
    private byte[] response;

    @Setup
    public void prepare() throws Exception {
        hash = hash();
        response = new DigestMd5(ACCOUNT)
                .respond(new DigestMd5Server(settings, secrets(), nonces).evaluateResponse(new byte[0]));
        verify();
    }

    private static byte[] hash() throws NoSuchAlgorithmException {
        String text = ACCOUNT.user() + ":" + REALM + ":" + ACCOUNT.password();
        return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private DigestSecrets secrets() {
        return new DigestSecrets() {
            @Override
            public Optional<DigestSecret> find(String username) {
                return Optional.of(DigestSecret.of(username, List.of(hash)));
            }

            @Override
            public boolean denotes(String name, String account) {
                return name.equals(account);
            }
        };
    }

    @Benchmark
    public String verify() throws Exception {
        DigestMd5Server server = new DigestMd5Server(settings, secrets(), nonces);
        byte[] challenge = server.evaluateResponse(new byte[0]);
        byte[] proof = server.evaluateResponse(response);
        if (challenge.length == 0 || proof.length == 0) {
            throw new IllegalStateException("no challenge or no proof");
        }
        return server.getAuthorizationID();
    }
}
