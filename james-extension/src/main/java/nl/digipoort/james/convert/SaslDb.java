// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.binary.Hex;

/**
 * The clear passwords of Cyrus SASL's sasldb, as {@code db_dump} or {@code db_dump -p} writes that database: a header, then each key and each
 * value on a line behind a space. A key is {@code user NUL realm NUL property}; of the values only that of {@code userPassword} is read, and an
 * account without it is one without a usable password. Stateless.
 */
final class SaslDb implements AccountSource {
    private static final String PROPERTY = "userPassword";

    @Override
    public List<ForeignAccount> read(SecretText text, AccountNames names) throws ConvertException {
        List<CharBuffer> lines = text.lines();
        int header = find("HEADER=END", lines);
        int end = find("DATA=END", lines);
        if (!is(lines.get(0), "VERSION=3") || header < 0) {
            throw text.error(1, "not what db_dump writes of a sasldb");
        }
        if (end < header || (end - header) % 2 == 0) {
            throw text.error(lines.size(), "the dump is not whole: it has no DATA=END, or a key without a value");
        }
        boolean isPrintable = format(lines.subList(0, header), text);
        Map<String, ForeignAccount> accounts = new LinkedHashMap<>();
        for (int i = header + 1; i < end; i += 2) {
            int line = i + 1;
            try {
                add(lines.get(i), lines.get(i + 1), isPrintable, names, accounts);
            } catch (IllegalArgumentException e) {
                throw text.error(line, e.getMessage());
            }
        }
        return List.copyOf(accounts.values());
    }

    private static int find(String text, List<CharBuffer> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (is(lines.get(i), text)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean is(CharBuffer line, String text) {
        return line.length() == text.length() && line.toString().equals(text);
    }

    private static boolean format(List<CharBuffer> header, SecretText text) throws ConvertException {
        if (find("format=print", header) >= 0) {
            return true;
        }
        if (find("format=bytevalue", header) < 0) {
            throw text.error(1, "the dump has neither format=print nor format=bytevalue");
        }
        return false;
    }

    private static void add(
            CharBuffer keyLine,
            CharBuffer valueLine,
            boolean isPrintable,
            AccountNames names,
            Map<String, ForeignAccount> accounts) {
        String[] key = new String(Secrets.decode(octets(keyLine, isPrintable))).split("\0", -1);
        if (key.length != 3) {
            throw new IllegalArgumentException("a key that is not a user, a realm and a property");
        }
        String owner = key[0] + '\0' + key[1];
        boolean isClear = key[2].equals(PROPERTY);
        ForeignAccount other = accounts.get(owner);
        if (other == null) {
            // a domain that is asked for takes the place of the realm, which is often the name of the machine
            String name = names.domain().isPresent() ? key[0] : key[0] + "@" + key[1];
            ForeignCredential credential = isClear
                    ? clear(octets(valueLine, isPrintable))
                    : ForeignCredential.unusable("SASL", "the sasldb has no clear text of it");
            accounts.put(owner, new ForeignAccount(name, names.take(name), credential));
        } else if (isClear) {
            accounts.put(owner, new ForeignAccount(other.name(), other.user(), clear(octets(valueLine, isPrintable))));
        }
    }

    private static ForeignCredential clear(byte[] octets) {
        char[] password = Secrets.decode(octets);
        return password.length == 0
                ? ForeignCredential.unusable("PLAIN", "it is empty")
                : ForeignCredential.clear(password);
    }

    private static byte[] octets(CharBuffer line, boolean isPrintable) {
        if (line.length() == 0 || line.charAt(0) != ' ') {
            throw new IllegalArgumentException("a line of the dump that does not begin with a space");
        }
        CharBuffer written = line.subSequence(1, line.length());
        return isPrintable ? unescaped(written) : hex(written);
    }

    /** Characters as they are; a backslash doubled; all other octets as a backslash and two hexadecimal digits. */
    private static byte[] unescaped(CharBuffer written) {
        byte[] octets = new byte[written.length()];
        int length = 0;
        for (int i = 0; i < written.length(); i++) {
            char character = written.charAt(i);
            if (character > '~') {
                throw new IllegalArgumentException("a character in the dump that is not ASCII");
            }
            if (character != '\\') {
                octets[length++] = (byte) character;
            } else if (i + 1 < written.length() && written.charAt(i + 1) == '\\') {
                octets[length++] = '\\';
                i++;
            } else if (i + 2 < written.length()) {
                octets[length++] = hex(written.subSequence(i + 1, i + 3))[0];
                i += 2;
            } else {
                throw new IllegalArgumentException("a backslash at the end of a line of the dump");
            }
        }
        byte[] copy = Arrays.copyOf(octets, length);
        Arrays.fill(octets, (byte) 0);
        return copy;
    }

    private static byte[] hex(CharBuffer digits) {
        char[] copy = Secrets.copy(digits);
        try {
            return Hex.decodeHex(copy);
        } catch (DecoderException e) {
            // without the cause, which quotes a character
            throw new IllegalArgumentException("no hexadecimal digits where the dump must have them");
        } finally {
            Arrays.fill(copy, '\0');
        }
    }
}
