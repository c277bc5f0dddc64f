// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.credential.PreDigests.Forms;

/**
 * The written form of {@link PreDigests} before sealing. A group of digests is one octet of count and 16 octets a digest. Version 2: the
 * octet 0x82; the groups of full name and local part; a count of learned names, and for each its length in two octets, its UTF-8 and its
 * group. The first of these may be that of {@link ScramKeysFormat}. Version 1, which is still read: only the first two groups.
 */
final class PreDigestsFormat {
    /** The sign bit distinguishes it from the count that version 1 begins with. */
    private static final byte VERSION_2 = (byte) 0x82;

    /** The sealed form must fit into the 2000 characters of base64 that the tables allow. */
    static final int MOST_OCTETS = 1400;

    private PreDigestsFormat() {}

    /** Omits the oldest learned names if all together are too long. */
    static byte[] write(PreDigests digests) {
        Map<String, List<byte[]>> named = new LinkedHashMap<>();
        digests.scram().ifPresent(keys -> named.put(ScramKeysFormat.NAME, ScramKeysFormat.write(keys)));
        List<String> names = new ArrayList<>(digests.learnedNames());
        names.forEach(name -> named.put(name, digests.underLearned(name)));
        while (length(digests, named) > MOST_OCTETS && !names.isEmpty()) {
            named.remove(names.remove(0));
        }
        ByteBuffer target = ByteBuffer.allocate(length(digests, named));
        target.put(VERSION_2);
        write(digests.underFullName(), target);
        write(digests.underLocalPart(), target);
        target.put((byte) named.size());
        named.forEach((name, group) -> {
            byte[] octets = name.getBytes(StandardCharsets.UTF_8);
            target.putShort((short) octets.length).put(octets);
            write(group, target);
        });
        erase(named.getOrDefault(ScramKeysFormat.NAME, List.of()));
        return target.array();
    }

    private static void erase(List<byte[]> copies) {
        copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
    }

    private static int length(PreDigests digests, Map<String, List<byte[]>> named) {
        int length = 2 + length(digests.underFullName()) + length(digests.underLocalPart());
        for (Map.Entry<String, List<byte[]>> entry : named.entrySet()) {
            length += Short.BYTES + entry.getKey().getBytes(StandardCharsets.UTF_8).length + length(entry.getValue());
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
        return parse(written, new ArrayList<>());
    }

    /** @param taken gets every digest that is read; all are erased if the rest cannot be read */
    static PreDigests parse(byte[] written, List<byte[]> taken) {
        boolean whole = false;
        try {
            PreDigests digests = parse(ByteBuffer.wrap(written), isCurrent(written), taken);
            whole = true;
            return digests;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("fewer digests than announced", e);
        } finally {
            if (!whole) {
                erase(taken);
            }
        }
    }

    private static PreDigests parse(ByteBuffer source, boolean current, List<byte[]> taken) {
        if (current) {
            source.get();
        }
        List<byte[]> full = group(source, taken);
        List<byte[]> local = group(source, taken);
        Map<String, List<byte[]>> learned = current ? learned(source, taken) : Map.of();
        if (source.hasRemaining()) {
            throw new IllegalArgumentException("octets behind the digests");
        }
        return current
                ? current(full, local, learned)
                : new PreDigests(Forms.AS_HELD, full, local, learned, Optional.empty());
    }

    private static PreDigests current(List<byte[]> full, List<byte[]> local, Map<String, List<byte[]>> learned) {
        Optional<List<byte[]>> group = Optional.ofNullable(learned.remove(ScramKeysFormat.NAME));
        Optional<ScramKeys> scram = group.flatMap(ScramKeysFormat::parse);
        group.ifPresent(PreDigestsFormat::erase);
        return new PreDigests(Forms.PREPARED_TOO, full, local, learned, scram);
    }

    private static Map<String, List<byte[]>> learned(ByteBuffer source, List<byte[]> taken) {
        Map<String, List<byte[]>> learned = new LinkedHashMap<>();
        int count = source.get();
        for (int i = 0; i < count; i++) {
            byte[] name = take(source, source.getShort());
            learned.put(new String(name, StandardCharsets.UTF_8), group(source, taken));
        }
        return learned;
    }

    private static List<byte[]> group(ByteBuffer source, List<byte[]> taken) {
        List<byte[]> digests = new ArrayList<>();
        int count = source.get();
        for (int i = 0; i < count; i++) {
            byte[] digest = take(source, PreDigests.OCTETS);
            taken.add(digest);
            digests.add(digest);
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
