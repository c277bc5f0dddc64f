// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.testing.OddMessages;

/** Messages of all kinds: some from bug reports, and some that nobody should send. */
final class MessageSamples {
    private MessageSamples() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> samples = new LinkedHashMap<>(OddMessages.all());
        samples.put("one octet", octets("x"));
        samples.put("one line", octets("Subject: x\r\n"));
        samples.put("no body", octets("Subject: x\r\n\r\n"));
        samples.put("no header but its end", octets("\r\nText\r\n"));
        samples.put("only line ends", octets("\r\n\r\n\r\n"));
        samples.put("two empty lines", octets("Subject: x\r\n\r\n\r\n\r\nText\r\n"));
        samples.put("bare LF", octets("Subject: x\nTo: y\n\nText\nmore\n"));
        samples.put("bare LF, then an empty line", octets("Subject: x\n\nText\r\n\r\nmore\r\n"));
        samples.put("bare CR", octets("Subject: x\r\n\r\na\rb\r\r\nc\r"));
        samples.put("two CRs in an empty line", octets("Subject: x\r\n\r\r\nText\r\n"));
        samples.put("CR before an empty line", octets("Subject: x\r\r\n\r\nText\r\n"));
        samples.put("NUL in the text", octets("Subject: x\r\n\r\na\0b\r\n"));
        samples.put("NUL in the subject", octets("Subject: a\0b\r\nTo: y\r\n\r\nText\r\n"));
        samples.put("8-bit", octets("Subject: x\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00e9\u00ff\r\n"));
        samples.put("all values", binary());
        samples.put(
                "many parameters",
                octets(String.join(
                        "\r\n",
                        "Content-Type: text/plain; charset=utf-8; name=\"a;b\"; x*=utf-8''y",
                        "Content-Disposition: attachment; filename=\"a b.txt\"; size=3",
                        "Content-ID: <1@x>",
                        "Content-Description: d",
                        "Content-Location: http://x/",
                        "Content-MD5: Q2hlY2s=",
                        "Content-Language: nl, en",
                        "",
                        "Text",
                        "Text",
                        "")));
        samples.put("long lines", octets("Subject: " + "x".repeat(20_000) + "\r\n\r\n" + "y".repeat(300_000) + "\r\n"));
        samples.put(
                "1 MiB",
                octets("Subject: x\r\nContent-Type: application/octet-stream\r\n\r\n"
                        + new String(TestContent.anyOctets(1024 * 1024), ISO_8859_1)));
        return samples;
    }

    private static byte[] binary() {
        StringBuilder all = new StringBuilder("Content-Type: application/octet-stream\r\n\r\n");
        for (char octet = 0; octet < 256; octet++) {
            all.append(octet);
        }
        return octets(all.toString());
    }

    private static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
