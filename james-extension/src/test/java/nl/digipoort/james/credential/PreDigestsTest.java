// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreDigestsTest {
    private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username ZOE = Username.of("zo\u00eb@example.org");

    @Test
    void verifiesTheExampleOfRfc2831Section4() {
        Username chris = Username.of("chris");

        List<byte[]> digests = PreDigests.compute(chris, "elwood.innosoft.com", "secret", List.of(), Optional.empty())
                .under("chris", chris);

        assertThat(digests).hasSize(1);
        String a1 = HEX.encode(md5(concat(digests.get(0), ascii(":OA6MG9tEQGm2hh:OA6MHXh6VqTrRk"))));
        String a2 = HEX.encode(md5(ascii("AUTHENTICATE:imap/elwood.innosoft.com")));
        assertThat(HEX.encode(md5(ascii(a1 + ":OA6MG9tEQGm2hh:00000001:OA6MHXh6VqTrRk:auth:" + a2))))
                .isEqualTo("d388dad90d4bbd760a152321f2143af7");
    }

    @Test
    void digestsTheLocalPartAloneWhenTheRealmIsTheDomain() {
        PreDigests digests = PreDigests.compute(ALICE, "EXAMPLE.org", "secret", List.of(), Optional.empty());

        assertThat(digests.under("alice@example.org", ALICE))
                .containsExactly(md5(ascii("alice@example.org:EXAMPLE.org:secret")));
        assertThat(digests.under("alice", ALICE)).containsExactly(md5(ascii("alice:EXAMPLE.org:secret")));
    }

    @Test
    void digestsTheFullNameOnlyWhenTheRealmIsAnother() {
        PreDigests digests = PreDigests.compute(ALICE, "pop.example.org", "secret", List.of(), Optional.empty());

        assertThat(digests.under("alice@example.org", ALICE)).hasSize(1);
        assertThat(digests.under("alice", ALICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice", "alice@EXAMPLE.org", "bob", "", " alice"})
    void hasNoDigestWhenTheNameIsNotOneThatWasDigested(String asSent) {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "secret", List.of(), Optional.empty());

        assertThat(digests.under(asSent, ALICE)).isEmpty();
    }

    @Test
    void digestsEachSpellingWhenNameAndPasswordAreLatin1() {
        PreDigests digests = PreDigests.compute(ZOE, "example.org", "\u00fcber", List.of(), Optional.empty());

        assertThat(digests.under("zo\u00eb", ZOE))
                .containsExactlyInAnyOrder(
                        spelled(UTF_8, UTF_8),
                        spelled(UTF_8, ISO_8859_1),
                        spelled(ISO_8859_1, UTF_8),
                        spelled(ISO_8859_1, ISO_8859_1));
    }

    private static byte[] spelled(Charset name, Charset password) {
        return md5(concat("zo\u00eb".getBytes(name), concat(ascii(":example.org:"), "\u00fcber".getBytes(password))));
    }

    @Test
    void digestsUtf8OnlyWhenThePasswordIsNotLatin1() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "10 \u20ac", List.of(), Optional.empty());

        assertThat(digests.under("alice", ALICE)).containsExactly(md5("alice:example.org:10 \u20ac".getBytes(UTF_8)));
    }

    @Test
    void hasNoDigestWhenThePasswordIsNotUnicode() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "\ud800", List.of(), Optional.empty());

        assertThat(digests.under("alice", ALICE)).isEmpty();
    }

    @Test
    void givesCopiesAwayWhenAsked() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "secret", List.of(), Optional.empty());

        digests.under("alice", ALICE).get(0)[0]++;

        assertThat(digests.under("alice", ALICE)).containsExactly(md5(ascii("alice:example.org:secret")));
    }

    @Test
    void digestsThePasswordAsItIsAndPrepared() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "I\u00adX", List.of(), Optional.empty());

        assertThat(digests.under("alice", ALICE))
                .containsExactly(
                        md5("alice:example.org:I\u00adX".getBytes(UTF_8)),
                        md5("alice:example.org:I\u00adX".getBytes(ISO_8859_1)),
                        md5(ascii("alice:example.org:IX")));
    }

    @Test
    void digestsAsItIsWhatCannotBePrepared() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "a\tb", List.of(), Optional.empty());

        assertThat(digests.under("alice", ALICE)).containsExactly(md5(ascii("alice:example.org:a\tb")));
    }

    @Test
    void hasEightDigestsAtTheMost() {
        PreDigests digests =
                PreDigests.compute(ZOE, "example.org", "\u00fc\u00a0", List.of("Zo\u00eb"), Optional.empty());

        assertThat(digests.under("zo\u00eb", ZOE))
                .hasSize(PreDigests.MOST_PER_NAME)
                .doesNotHaveDuplicates();
        assertThat(digests.under("Zo\u00eb", ZOE)).hasSize(PreDigests.MOST_PER_NAME);
    }

    @Test
    void digestsTheNamesThatWereSeenAndKeepsTheNewest() {
        List<String> seen =
                List.of("ALICE", "alice", "Alice", "Alice", "aLice", "alice@example.org", "alIce", "aliCe@Example.org");

        PreDigests digests = PreDigests.compute(ALICE, "example.org", "secret", seen, Optional.empty());

        assertThat(digests.learnedNames()).containsExactly("Alice", "aLice", "alIce", "aliCe@Example.org");
        assertThat(digests.under("aliCe@Example.org", ALICE))
                .containsExactly(md5(ascii("aliCe@Example.org:example.org:secret")));
        assertThat(digests.covers("Alice", ALICE)).isTrue();
        assertThat(digests.covers("ALICE", ALICE)).isFalse();
    }

    @Test
    void hasNoDigestOnceErased() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "secret", List.of("Alice"), Optional.empty());

        digests.erase();

        for (String name : List.of("alice", "alice@example.org", "Alice")) {
            assertThat(digests.under(name, ALICE)).containsExactly(new byte[16]);
        }
    }

    private static byte[] md5(byte[] octets) {
        return DigestUtils.md5(octets);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
