package nl.digipoort.james.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreDigestsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username ZOE = Username.of("zo\u00eb@example.org");

    @Test
    void verifiesTheExampleOfRfc2831Section4() {
        Username chris = Username.of("chris");

        List<byte[]> digests =
                PreDigests.compute(chris, "elwood.innosoft.com", "secret").under("chris", chris);

        assertThat(digests).hasSize(1);
        String a1 = Hex.of(md5(concat(digests.get(0), ascii(":OA6MG9tEQGm2hh:OA6MHXh6VqTrRk"))));
        String a2 = Hex.of(md5(ascii("AUTHENTICATE:imap/elwood.innosoft.com")));
        assertThat(Hex.of(md5(ascii(a1 + ":OA6MG9tEQGm2hh:00000001:OA6MHXh6VqTrRk:auth:" + a2))))
                .isEqualTo("d388dad90d4bbd760a152321f2143af7");
    }

    @Test
    void digestsTheLocalPartAloneWhenTheRealmIsTheDomain() {
        PreDigests digests = PreDigests.compute(ALICE, "EXAMPLE.org", "secret");

        assertThat(digests.under("alice@example.org", ALICE))
                .containsExactly(md5(ascii("alice@example.org:EXAMPLE.org:secret")));
        assertThat(digests.under("alice", ALICE)).containsExactly(md5(ascii("alice:EXAMPLE.org:secret")));
    }

    @Test
    void digestsTheFullNameOnlyWhenTheRealmIsAnother() {
        PreDigests digests = PreDigests.compute(ALICE, "pop.example.org", "secret");

        assertThat(digests.under("alice@example.org", ALICE)).hasSize(1);
        assertThat(digests.under("alice", ALICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice", "alice@EXAMPLE.org", "bob", "", " alice"})
    void hasNoDigestWhenTheNameIsNotOneThatWasDigested(String asSent) {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "secret");

        assertThat(digests.under(asSent, ALICE)).isEmpty();
    }

    @Test
    void digestsEachSpellingWhenNameAndPasswordAreLatin1() {
        PreDigests digests = PreDigests.compute(ZOE, "example.org", "\u00fcber");

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
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "10 \u20ac");

        assertThat(digests.under("alice", ALICE)).containsExactly(md5("alice:example.org:10 \u20ac".getBytes(UTF_8)));
    }

    @Test
    void hasNoDigestWhenThePasswordIsNotUnicode() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "\ud800");

        assertThat(digests.under("alice", ALICE)).isEmpty();
    }

    @Test
    void givesCopiesAwayWhenAsked() {
        PreDigests digests = PreDigests.compute(ALICE, "example.org", "secret");

        digests.under("alice", ALICE).get(0)[0]++;

        assertThat(digests.under("alice", ALICE)).containsExactly(md5(ascii("alice:example.org:secret")));
    }

    @Test
    void readsWhatItWroteWhenParsed() {
        PreDigests digests = PreDigests.compute(ZOE, "example.org", "\u00fcber");

        assertThat(PreDigests.parse(digests.write()).write()).isEqualTo(digests.write());
    }

    @Test
    void refusesEveryOtherLengthWhenParsed() {
        byte[] written = PreDigests.compute(ALICE, "example.org", "secret").write();

        for (int length = 0; length < written.length + 20; length++) {
            byte[] other = Arrays.copyOf(written, length);
            if (length != written.length) {
                assertThatThrownBy(() -> PreDigests.parse(other)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static byte[] md5(byte[] octets) {
        return Digests.md5().digest(octets);
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
