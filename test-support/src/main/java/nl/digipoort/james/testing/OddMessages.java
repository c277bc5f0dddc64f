// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Mail that some software changed on the way, and variants of it: octets by name. Every line end is CRLF. */
public final class OddMessages {
    private static final List<String> FILES = List.of(
            "bare-cr-in-header",
            "boundary-never-comes",
            "latin1-in-header",
            "mime-version-last-with-comment",
            "name-with-blanks",
            "no-date-no-message-id",
            "no-final-line-end",
            "no-header",
            "one-line-edifact",
            "utf8-in-header");

    private OddMessages() {}

    public static Map<String, byte[]> all() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        FILES.forEach(name -> messages.put(name, file(name)));
        put(messages, "empty", "");
        put(messages, "only-an-empty-line", "\r\n");
        put(messages, "only-a-header", "Subject: a\r\n");
        put(messages, "empty-line-first", "\r\nSubject: in the body\r\n\r\nb\r\n");
        put(messages, "header-without-empty-line", "Subject: a\r\nthis is no header line\r\nnor is this\r\n");
        put(messages, "dots", "Subject: a\r\n\r\n.\r\n..\r\n...\r\n.a\r\n.");
        put(messages, "dots-after-bare-cr", "Subject: a\r\n\r\na\r.\r\r.\r\n\r.\r\n.b\r\n");
        put(messages, "nul", "Subject: a\u0000b\r\n\r\n\u0000\u0000\r\n");
        put(messages, "bare-cr-in-body", "Subject: a\r\n\r\na\rb\r\rc\r\r\n\r\n");
        put(messages, "quote-never-closes", "Content-Type: text/plain; charset=\"utf-8\r\n\r\nb\r\n");
        put(messages, "parameter-without-value", "Content-Type: text/plain; charset\r\n\r\nb\r\n");
        put(messages, "type-without-subtype", "Content-Type: edifact\r\n\r\nUNB+UNOA\r\n");
        put(messages, "empty-multipart", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n");
        put(messages, "multipart-without-boundary", "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\na\r\n--b--\r\n");
        put(messages, "return-path-already", "Return-Path: <other@example.com>\r\nSubject: a\r\n\r\nb\r\n");
        put(messages, "bcc", "Bcc: <hidden@example.com>\r\nSubject: a\r\n\r\nb\r\n");
        put(
                messages,
                "long-folded-header",
                "Subject: " + "a ".repeat(3000) + "\r\n " + "b".repeat(998) + "\r\n\r\nb\r\n");
        put(messages, "odd-field-names", "Sub ject: a\r\n: b\r\nX\u00e9: c\r\nY:\r\n\r\nb\r\n");
        put(messages, "twenty-thousand-header-lines", "X-Line: 0123456789\r\n".repeat(20_000) + "\r\nb\r\n");
        put(messages, "signed", signed());
        put(messages, "dkim", dkim());
        messages.put("all-octets", allOctets());
        put(messages, "one-line-of-a-megabyte", "Subject: a\r\n\r\n" + "x".repeat(1 << 20) + "\r\n");
        return messages;
    }

    private static void put(Map<String, byte[]> messages, String name, String octets) {
        messages.put(name, octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] file(String name) {
        try (InputStream file = OddMessages.class.getResourceAsStream("/field/" + name + ".eml")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String signed() {
        return String.join(
                "\r\n",
                "MIME-Version: 1.0 (made by hand)",
                "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";",
                "\tmicalg=sha-256; boundary=\"=_b\"",
                "",
                "--=_b",
                "Content-Type: application/EDIFACT; name=my file.edi",
                "Content-Transfer-Encoding: 8bit ",
                "",
                "UNB+UNOA:1+Z\u00f6lle'   ",
                "",
                "--=_b",
                "Content-Type: application/pkcs7-signature",
                "Content-Transfer-Encoding: base64",
                "",
                "MIAGCSqGSIb3DQEHAqCA",
                "--=_b--",
                "epilogue",
                "");
    }

    private static String dkim() {
        return String.join(
                "\r\n",
                "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=example.com; s=s1;",
                "\th=from:to:subject;  bh=abc=;",
                "\tb=def=",
                "from:  <agency@example.com>",
                "TO: <a@example.org>",
                "subject:x",
                "",
                "body  ",
                "",
                "",
                "");
    }

    /** Random octets of every value, but LF only after CR. */
    private static byte[] allOctets() {
        byte[] random = new byte[20_000];
        new Random(1).nextBytes(random);
        for (int i = 0; i < random.length; i++) {
            if (random[i] == '\n') {
                random[i] = '\r';
            }
        }
        for (int i = 100; i < random.length; i += 100) {
            random[i - 1] = '\r';
            random[i] = '\n';
        }
        return random;
    }
}
