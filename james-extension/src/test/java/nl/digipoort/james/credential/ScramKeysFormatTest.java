// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class ScramKeysFormatTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final ScramKeys KEYS =
            ScramKeys.derive("secret", new byte[ScramKeys.SALT_OCTETS], 5000).orElseThrow();

    @Test
    void readsWhatItWrote() {
        PreDigests read = PreDigestsFormat.parse(write(List.of("Alice")));

        ScramKeys scram = read.scram().orElseThrow();
        assertThat(scram.iterations()).isEqualTo(5000);
        assertThat(scram.salt()).isEqualTo(KEYS.salt());
        assertThat(scram.storedKey()).isEqualTo(KEYS.storedKey());
        assertThat(scram.serverKey()).isEqualTo(KEYS.serverKey());
        assertThat(read.learnedNames()).containsExactly("Alice");
        assertThat(read.under(ScramKeysFormat.NAME, ALICE)).isEmpty();
    }

    @Test
    void keepsTheKeysWhenTheNamesAreTooLong() {
        String longest = "\u00eb".repeat(126);
        List<String> names = List.of("A" + longest, "B" + longest, "C" + longest, "D" + longest);

        byte[] written = write(names);

        assertThat(written).hasSizeLessThanOrEqualTo(PreDigestsFormat.MOST_OCTETS);
        assertThat(PreDigestsFormat.parse(written).scram()).isPresent();
        assertThat(PreDigestsFormat.parse(written).learnedNames()).contains("D" + longest);
    }

    @Test
    void isReadByANodeThatIsOlderThanScram() {
        byte[] written = write(List.of("Alice"));

        OlderNode.Content read = OlderNode.parse(written);

        assertThat(read.named.keySet()).containsExactly(ScramKeysFormat.NAME, "Alice");
        assertThat(read.named.get("Alice"))
                .containsExactlyElementsOf(PreDigestsFormat.parse(written).under("Alice", ALICE));
        assertThat(read.full).hasSize(1);
        assertThat(OlderNode.write(read)).isEqualTo(written);
    }

    /** It digests the password under each name that it finds in the record. */
    @Test
    void takesWhatAnOlderNodeMadeAnewForARecordWithoutScram() {
        OlderNode.Content record = OlderNode.parse(write(List.of("Alice")));
        PreDigests anew = PreDigests.compute(
                ALICE, "example.org", "p\u00e4ss\u00ad", List.copyOf(record.named.keySet()), Optional.empty());
        record.named.replaceAll((name, group) -> anew.underLearned(name));
        assertThat(record.named.get(ScramKeysFormat.NAME)).hasSize(4);

        PreDigests read = PreDigestsFormat.parse(OlderNode.write(record));

        assertThat(read.scram()).isEmpty();
        assertThat(read.learnedNames()).containsExactly("Alice");
        assertThat(read.under("Alice", ALICE)).containsExactlyElementsOf(anew.underLearned("Alice"));
    }

    private static byte[] write(List<String> names) {
        return PreDigestsFormat.write(
                PreDigests.compute(ALICE, "example.org", "secret", names, Optional.of(KEYS.copy())));
    }

    /** The second version of the format as versions before SCRAM read and wrote it. */
    private static final class OlderNode {
        private static final class Content {
            private List<byte[]> full = List.of();
            private List<byte[]> local = List.of();
            private final Map<String, List<byte[]>> named = new LinkedHashMap<>();
        }

        private static Content parse(byte[] written) {
            ByteBuffer source = ByteBuffer.wrap(written);
            assertThat(source.get()).isEqualTo((byte) 0x82);
            Content record = new Content();
            record.full = group(source);
            record.local = group(source);
            int count = source.get();
            for (int i = 0; i < count; i++) {
                byte[] name = new byte[source.getShort()];
                source.get(name);
                record.named.put(new String(name, UTF_8), group(source));
            }
            assertThat(source.hasRemaining()).isFalse();
            return record;
        }

        private static List<byte[]> group(ByteBuffer source) {
            List<byte[]> group = new ArrayList<>();
            int count = source.get();
            for (int i = 0; i < count; i++) {
                byte[] digest = new byte[16];
                source.get(digest);
                group.add(digest);
            }
            return group;
        }

        private static byte[] write(Content record) {
            ByteBuffer target = ByteBuffer.allocate(2000).put((byte) 0x82);
            put(record.full, target);
            put(record.local, target);
            target.put((byte) record.named.size());
            record.named.forEach((name, group) -> {
                target.putShort((short) name.getBytes(UTF_8).length).put(name.getBytes(UTF_8));
                put(group, target);
            });
            byte[] written = new byte[target.flip().remaining()];
            target.get(written);
            return written;
        }

        private static void put(List<byte[]> group, ByteBuffer target) {
            target.put((byte) group.size());
            group.forEach(target::put);
        }
    }
}
