// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The work of a verification does not reveal whether the user exists, how many candidates there are, or which one matched. */
class DigestMd5WorkTest {
    private static final String REALM = "digipoort.example";

    @Test
    void isTheSameForAnUnknownUserAndEveryNumberOfCandidates() {
        assertThat(hashes(Optional.empty(), "nobody".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(3 * DigestSecret.MAX_CANDIDATES);
        for (int size = 1; size <= DigestSecret.MAX_CANDIDATES; size++) {
            assertThat(hashes(Optional.of(DigestSecret.of("chris", candidates(size))), new byte[16]))
                    .as("%s candidates", size)
                    .isEqualTo(3 * DigestSecret.MAX_CANDIDATES);
        }
    }

    @Test
    void isTheSameWhicheverCandidateMatches() {
        List<byte[]> candidates = candidates(DigestSecret.MAX_CANDIDATES);
        for (byte[] matching : candidates) {
            assertThat(hashes(Optional.of(DigestSecret.of("chris", candidates)), matching))
                    .isEqualTo(3 * DigestSecret.MAX_CANDIDATES + 3);
        }
    }

    private static List<byte[]> candidates(int number) {
        List<byte[]> candidates = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            candidates.add(utf8("sixteen octets " + Integer.toHexString(i)));
        }
        return candidates;
    }

    /** How many hashes it takes to judge a proof that was made with a secret. */
    private static int hashes(Optional<DigestSecret> known, byte[] secret) {
        DigestSecrets secrets = new DigestSecrets() {
            @Override
            public Optional<DigestSecret> find(String username) {
                return known;
            }

            @Override
            public boolean denotes(String name, String account) {
                return false;
            }
        };
        DigestMd5Server server =
                new DigestMd5Server(DigestMd5Settings.of(REALM, List.of(REALM)), secrets, () -> "nonce");
        String response = "username=\"chris\",realm=\"digipoort.example\",nonce=\"nonce\",nc=00000001,cnonce=\"c\","
                + "digest-uri=\"pop/digipoort.example\",response=";
        try {
            server.evaluateResponse(new byte[0]);
            String proof = DigestResponse.parse(utf8(response + "0".repeat(32)))
                    .calculation()
                    .clientProof(secret);
            try (Md5Count count = Md5Count.open()) {
                evaluate(server, response + proof);
                return count.hashes();
            }
        } catch (AuthenticationFailedException | DigestSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void evaluate(DigestMd5Server server, String response) {
        try {
            assertThat(server.evaluateResponse(utf8(response))).isNotEmpty();
        } catch (AuthenticationFailedException e) {
            assertThat(e.kind()).isEqualTo(AuthenticationFailedException.Kind.REFUSED);
        }
    }
}
