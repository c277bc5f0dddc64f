// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MIME message of an exact size, as in the worked example of the interface. */
public final class ExampleMessage {
    /** The sizes in octets that the worked example shows (interface document, section 1.5). */
    public static final long SMALL = 12_288;

    public static final long LARGE = 31_048_713;

    private static final String LINE = "U".repeat(76) + "\r\n";

    private final String header;
    private final String footer;
    private final long octets;

    private ExampleMessage(String header, String footer, long octets) {
        this.header = header;
        this.footer = footer;
        this.octets = octets;
    }

    /**
     * @param number identifies the message in its subject and Message-ID
     * @param recipient the address in its header
     * @param octets the size with CRLF line ends, at least 2,000
     */
    public static ExampleMessage of(int number, String recipient, long octets) {
        if (octets < 2_000) {
            throw new IllegalArgumentException("a message of " + octets + " octets has no room for its header");
        }
        String header = String.join(
                "\r\n",
                "From: douane@overheid.example",
                "To: " + recipient,
                "Subject: Bericht " + number,
                "Message-ID: <bericht-" + number + "-" + octets + "@overheid.example>",
                "Date: Tue, 2 Jun 2015 09:00:00 +0200",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=\"grens\"",
                "",
                "--grens",
                "Content-Type: text/plain; charset=us-ascii",
                "",
                "Het bericht staat in de bijlage.",
                ".",
                "--grens",
                "Content-Type: application/octet-stream; name=\"bericht.edi\"",
                "Content-Transfer-Encoding: base64",
                "",
                "");
        return new ExampleMessage(header, "\r\n--grens--\r\n", octets);
    }

    public void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write(octets(header));
            long left = octets - header.length() - footer.length();
            for (; left >= LINE.length(); left -= LINE.length()) {
                out.write(octets(LINE));
            }
            out.write(octets("U".repeat((int) left)));
            out.write(octets(footer));
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
