// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The written form of {@link ScramKeys} within that of {@link PreDigests}: a group under a name that no client can send. So a node without
 * SCRAM reads the record and keeps the group when it seals the record anew. If that node makes the record anew, it puts digests under
 * the name, which are fewer than this group has. Six times 16 octets: the iteration count and zeros, the salt, StoredKey, ServerKey.
 */
final class ScramKeysFormat {
    /** Names with control characters are refused in every mechanism. */
    static final String NAME = "\0SCRAM-SHA-256";

    private static final int OCTETS = 6 * PreDigests.OCTETS;

    private ScramKeysFormat() {}

    static List<byte[]> write(ScramKeys keys) {
        byte[] all = keys.put(
                        ByteBuffer.allocate(OCTETS).putInt(keys.iterations()).position(PreDigests.OCTETS))
                .array();
        List<byte[]> group = new ArrayList<>();
        for (int start = 0; start < OCTETS; start += PreDigests.OCTETS) {
            group.add(Arrays.copyOfRange(all, start, start + PreDigests.OCTETS));
        }
        Arrays.fill(all, (byte) 0);
        return group;
    }

    /** Empty if the group is that of a node without SCRAM. */
    static Optional<ScramKeys> parse(List<byte[]> group) {
        if (group.size() * PreDigests.OCTETS != OCTETS) {
            return Optional.empty();
        }
        ByteBuffer source = ByteBuffer.allocate(OCTETS);
        group.forEach(source::put);
        source.flip();
        int iterations = source.getInt();
        source.position(PreDigests.OCTETS);
        ScramKeys keys = new ScramKeys(
                iterations,
                take(source, ScramKeys.SALT_OCTETS),
                take(source, ScramKeys.KEY_OCTETS),
                take(source, ScramKeys.KEY_OCTETS));
        Arrays.fill(source.array(), (byte) 0);
        if (iterations < ScramKeys.LEAST_ITERATIONS) {
            keys.erase();
            return Optional.empty();
        }
        return Optional.of(keys);
    }

    private static byte[] take(ByteBuffer source, int octets) {
        byte[] taken = new byte[octets];
        source.get(taken);
        return taken;
    }
}
