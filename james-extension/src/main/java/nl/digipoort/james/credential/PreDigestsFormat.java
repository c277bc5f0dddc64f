// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.credential.PreDigests.Forms;

/**
 * The written form of {@link PreDigests} before sealing. A group of digests is one octet of count and 16 octets a digest. Version 2: the
 * octet 0x82; the groups of full name and local part; a count of learned names, and for each its length in two octets, its UTF-8 and its
 * group. Version 1, which is still read: only the first two groups.
 */
final class PreDigestsFormat {
    /** The sign bit distinguishes it from the count that version 1 begins with. */
    private static final byte VERSION_2 = (byte) 0x82;

    /** The sealed form must fit into the 2000 characters of base64 that the tables allow. */
    static final int MOST_OCTETS = 1400;

    private PreDigestsFormat() {}

    /** Omits the oldest learned names if all together are too long. */
    static byte[] write(PreDigests digests) {
        List<String> names = new ArrayList<>(digests.learnedNames());
        while (length(digests, names) > MOST_OCTETS && !names.isEmpty()) {
            names.remove(0);
        }
        ByteBuffer target = ByteBuffer.allocate(length(digests, names));
        target.put(VERSION_2);
        write(digests.underFullName(), target);
        write(digests.underLocalPart(), target);
        target.put((byte) names.size());
        for (String name : names) {
            byte[] octets = name.getBytes(StandardCharsets.UTF_8);
            target.putShort((short) octets.length).put(octets);
            write(digests.underLearned(name), target);
        }
        return target.array();
    }

    private static int length(PreDigests digests, List<String> names) {
        int length = 2 + length(digests.underFullName()) + length(digests.underLocalPart());
        for (String name : names) {
            length += Short.BYTES + name.getBytes(StandardCharsets.UTF_8).length + length(digests.underLearned(name));
        }
        return length;
    }

    private static int length(List<byte[]> group) {
        return 1 + group.size() * PreDigests.OCTETS;
    }

    private static void write(List<byte[]> group, ByteBuffer target) {
        target.put((byte) group.size());
        group.forEach(target::put);
    }

    /** @throws IllegalArgumentException if the octets are not the output of {@link #write}, in this version or the previous one */
    static PreDigests parse(byte[] written) {
        ByteBuffer source = ByteBuffer.wrap(written);
        try {
            if (isCurrent(written)) {
                source.get();
            }
            List<byte[]> full = group(source);
            List<byte[]> local = group(source);
            PreDigests digests = isCurrent(written)
                    ? new PreDigests(Forms.PREPARED_TOO, full, local, learned(source))
                    : new PreDigests(Forms.AS_HELD, full, local, Map.of());
            if (source.hasRemaining()) {
                throw new IllegalArgumentException("octets behind the digests");
            }
            return digests;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("fewer digests than announced", e);
        }
    }

    private static Map<String, List<byte[]>> learned(ByteBuffer source) {
        Map<String, List<byte[]>> learned = new LinkedHashMap<>();
        int count = source.get();
        for (int i = 0; i < count; i++) {
            byte[] name = take(source, source.getShort());
            learned.put(new String(name, StandardCharsets.UTF_8), group(source));
        }
        return learned;
    }

    private static List<byte[]> group(ByteBuffer source) {
        List<byte[]> digests = new ArrayList<>();
        int count = source.get();
        for (int i = 0; i < count; i++) {
            digests.add(take(source, PreDigests.OCTETS));
        }
        return digests;
    }

    private static byte[] take(ByteBuffer source, int octets) {
        if (octets < 0) {
            throw new IllegalArgumentException("a negative length");
        }
        byte[] taken = new byte[Math.min(octets, source.remaining())];
        source.get(taken);
        if (taken.length < octets) {
            throw new BufferUnderflowException();
        }
        return taken;
    }

    private static boolean isCurrent(byte[] written) {
        return written.length > 0 && written[0] == VERSION_2;
    }
}
