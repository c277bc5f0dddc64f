// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the candidates of a {@link DigestSecret} from a clear password. RFC 2831 section 2.1.2.1 requires that what fits in ISO 8859-1 is
 * hashed as such, but many clients hash UTF-8, and some convert the password only.
 */
public final class DigestCandidates {
    private static final byte[] COLON = {':'};
    private static final List<Charset> SPELLINGS = List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1);

    private DigestCandidates() {}

    /**
     * @param username the name as clients send it
     * @param realm the realm of the challenge, spelled in UTF-8; keep it US-ASCII, clients disagree on the rest
     * @param password belongs to the caller, who should wipe it
     * @return the distinct hashes of 16 octets: one for US-ASCII, at most four
     * @throws IllegalArgumentException if the name or the password is not valid Unicode
     */
    public static List<byte[]> of(String username, String realm, char[] password) {
        byte[] realmOctets = realm.getBytes(StandardCharsets.UTF_8);
        List<byte[]> names = spellings(username.toCharArray());
        List<byte[]> passwords = spellings(password);
        List<byte[]> candidates = new ArrayList<>();
        for (byte[] name : names) {
            for (byte[] secret : passwords) {
                candidates.add(Md5.hash(name, COLON, realmOctets, COLON, secret));
            }
        }
        passwords.forEach(secret -> Arrays.fill(secret, (byte) 0));
        return List.copyOf(candidates);
    }

    private static List<byte[]> spellings(char[] text) {
        boolean ascii = CharBuffer.wrap(text).chars().allMatch(character -> character < 0x80);
        boolean latin = CharBuffer.wrap(text).chars().allMatch(character -> character <= 0xFF);
        List<byte[]> spellings = new ArrayList<>();
        for (Charset charset : SPELLINGS.subList(0, latin && !ascii ? 2 : 1)) {
            spellings.add(encode(text, charset));
        }
        return spellings;
    }

    private static byte[] encode(char[] text, Charset charset) {
        try {
            ByteBuffer buffer = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] octets = new byte[buffer.remaining()];
            buffer.get(octets);
            wipe(buffer);
            return octets;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not valid Unicode", e);
        }
    }

    private static void wipe(ByteBuffer buffer) {
        buffer.flip();
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
    }
}
