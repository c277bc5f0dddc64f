// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class PreDigestsFormatTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username ZOE = Username.of("zo\u00eb@example.org");

    @Test
    void readsWhatItWrote() {
        PreDigests digests = PreDigests.compute(
                ZOE, "example.org", "\u00fc\u00a0ber", List.of("ZO\u00cb", "Zo\u00eb"), Optional.empty());

        PreDigests read = PreDigestsFormat.parse(PreDigestsFormat.write(digests));

        assertThat(read.learnedNames()).containsExactly("ZO\u00cb", "Zo\u00eb");
        for (String name : List.of("zo\u00eb", "zo\u00eb@example.org", "ZO\u00cb", "Zo\u00eb")) {
            assertThat(read.covers(name, ZOE)).isTrue();
            assertThat(read.under(name, ZOE)).containsExactlyElementsOf(digests.under(name, ZOE));
        }
    }

    @Test
    void readsWhatTheFirstVersionWroteAndAsksForANewRecord() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.write(2);
        written.writeBytes("sixteen octets.1sixteen octets.2".getBytes(UTF_8));
        written.write(1);
        written.writeBytes("sixteen octets.3".getBytes(UTF_8));

        PreDigests read = PreDigestsFormat.parse(written.toByteArray());

        assertThat(read.under("alice@example.org", ALICE))
                .containsExactly("sixteen octets.1".getBytes(UTF_8), "sixteen octets.2".getBytes(UTF_8));
        assertThat(read.under("alice", ALICE)).containsExactly("sixteen octets.3".getBytes(UTF_8));
        assertThat(read.under("Alice", ALICE)).isEmpty();
        assertThat(read.learnedNames()).isEmpty();
        assertThat(read.covers("alice", ALICE)).isFalse();
    }

    @Test
    void erasesWhatItReadWhenTheRestCannotBeRead() {
        byte[] written = PreDigestsFormat.write(
                PreDigests.compute(ALICE, "example.org", "secret", List.of("Alice"), Optional.empty()));

        for (int length : List.of(written.length - 1, written.length + 1)) {
            List<byte[]> taken = new ArrayList<>();

            assertThatThrownBy(() -> PreDigestsFormat.parse(Arrays.copyOf(written, length), taken))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(taken).isNotEmpty().allSatisfy(digest -> assertThat(digest)
                    .isEqualTo(new byte[PreDigests.OCTETS]));
        }
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] current = PreDigestsFormat.write(
                PreDigests.compute(ALICE, "example.org", "secret", List.of("Alice", "ALICE"), Optional.empty()));
        byte[] first = new byte[2 + 2 * PreDigests.OCTETS];
        first[0] = 1;
        first[1 + PreDigests.OCTETS] = 1;

        for (byte[] written : List.of(current, first)) {
            for (int length = 0; length < written.length + 20; length++) {
                byte[] other = Arrays.copyOf(written, length);
                if (length != written.length) {
                    assertThatThrownBy(() -> PreDigestsFormat.parse(other))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @Test
    void refusesOctetsThatAreNeitherVersion() {
        byte[] current = PreDigestsFormat.write(
                PreDigests.compute(ALICE, "example.org", "secret", List.of("Alice"), Optional.empty()));

        for (int other = 0; other < 256; other++) {
            byte[] changed = current.clone();
            changed[0] = (byte) other;
            if (changed[0] != current[0]) {
                assertThatThrownBy(() -> PreDigestsFormat.parse(changed)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void leavesTheOldestNamesOutWhenAllAreTooLong() {
        String longest = "\u00eb".repeat(126);
        List<String> names = List.of("A" + longest, "B" + longest, "C" + longest, "D" + longest);
        Username user = Username.of(longest + "@example.org");

        byte[] written = PreDigestsFormat.write(
                PreDigests.compute(user, "example.org", "\u00fc\u00a0", names, Optional.empty()));

        assertThat(written).hasSizeLessThanOrEqualTo(PreDigestsFormat.MOST_OCTETS);
        assertThat(PreDigestsFormat.parse(written).learnedNames()).containsExactly("C" + longest, "D" + longest);
    }
}
