// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** The first Subject of a header (RFC 5322 section 3.6.5), unfolded, with its encoded words (RFC 2047) decoded. */
final class SubjectField {
    private static final Pattern FIRST_LINE =
            Pattern.compile("subject[ \\t]*:(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** What controls a terminal, the direction of text or the end of a line. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final int LONGEST = 998;
    /** Encoded words are longer than what they encode, and take long to decode. */
    private static final int LONGEST_ENCODED = 32 * 1024;

    private SubjectField() {}

    /** Empty if there is none; never with control or format characters, and at most 998 characters. */
    static String of(byte[] header) {
        StringBuilder unfolded = new StringBuilder();
        boolean found = false;
        // non-ASCII octets are probably UTF-8 (RFC 6532)
        for (String ended : Splitter.on('\n').split(new String(header, UTF_8))) {
            String line = ended.endsWith("\r") ? ended.substring(0, ended.length() - 1) : ended;
            if (found) {
                if (!line.startsWith(" ") && !line.startsWith("\t")) {
                    break;
                }
                unfolded.append(line);
            } else {
                Matcher first = FIRST_LINE.matcher(line);
                found = first.matches();
                unfolded.append(found ? first.group(1) : "");
            }
        }
        return decoded(cut(unfolded.toString().strip(), LONGEST_ENCODED));
    }

    private static String decoded(String text) {
        String decoded = DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT);
        return cut(CONTROL.matcher(decoded).replaceAll(" "), LONGEST);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
