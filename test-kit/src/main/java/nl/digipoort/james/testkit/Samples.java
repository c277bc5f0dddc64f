// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Messages such as the interface's flows have them: XML in base64, EDIFACT, a message signed by S/MIME, a delivery report, and one of the size
 * in the interface's worked example. All content is invented, and the same each time.
 */
public final class Samples {
    /** The size of the large message in the worked example of the interface. */
    public static final int LARGE_OCTETS = 31_048_713;

    private static final int LINE_OCTETS = 76;
    private static final int SIGNATURE_OCTETS = 1500;
    private static final String BOUNDARY = "=_digipoort_sample";

    private Samples() {}

    /** Puts all but the large one into the maildrop, in order. */
    public static void putInto(Account account) {
        small().forEach(account::put);
    }

    /** All but the large one. */
    public static List<byte[]> small() {
        return List.of(xml(), edifact(), signed(), report());
    }

    /** The same by the names that their files have. */
    static Map<String, byte[]> byName() {
        return Map.of("1-xml", xml(), "2-edifact", edifact(), "3-smime", signed(), "4-report", report());
    }

    /** An announcement in XML, as an attachment in base64. */
    public static byte[] xml() {
        byte[] document =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <announcement xmlns="urn:example:announcement:1">
                  <reference>EX-2026-000017</reference>
                  <recipient>Voorbeeld Caf\u00e9 B.V.</recipient>
                  <amount currency="EUR">1250.00</amount>
                </announcement>
                """
                        .getBytes(UTF_8);
        return message(
                "Announcement EX-2026-000017",
                "xml-1",
                "multipart/mixed; boundary=\"" + BOUNDARY + "\"",
                """
                --BOUNDARY
                Content-Type: text/plain; charset=us-ascii

                See the attachment.
                --BOUNDARY
                Content-Type: application/xml; name="announcement.xml"
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename="announcement.xml"

                CONTENT
                --BOUNDARY--
                """
                        .replace("CONTENT", base64(document)));
    }

    /** A customs response in EDIFACT, with a line that begins with a dot. */
    public static byte[] edifact() {
        return message(
                "CUSRES 4711",
                "edifact-1",
                "application/EDIFACT; charset=us-ascii",
                """
                UNB+UNOC:3+EXAMPLEAGENCY:ZZ+EXAMPLEBUSINESS:ZZ+261130:1610+4711'
                UNH+1+CUSRES:D:96B:UN'BGM+963+EX4711+11'DTM+148:202611301610:203'
                FTX+AAI+++A line may begin with a full stop
                .such as this one'
                UNT+5+1'UNZ+1+4711'
                """);
    }

    /** A message signed by S/MIME, with a signature that no certificate verifies. */
    public static byte[] signed() {
        byte[] signature = new byte[SIGNATURE_OCTETS];
        new Random(SIGNATURE_OCTETS).nextBytes(signature);
        return message(
                "Signed notice",
                "smime-1",
                "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"" + BOUNDARY
                        + "\"",
                """
                This is an S/MIME signed message

                --BOUNDARY
                Content-Type: text/plain; charset=us-ascii

                Two spaces at the end of a line must stay:\s\s
                --BOUNDARY
                Content-Type: application/pkcs7-signature; name="smime.p7s"
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename="smime.p7s"

                CONTENT
                --BOUNDARY--
                """
                        .replace("CONTENT", base64(signature)));
    }

    /** A report of what became of a message of the business. */
    public static byte[] report() {
        return message(
                "Delivery report EX-2026-000016",
                "report-1",
                "multipart/report; report-type=delivery-status; boundary=\"" + BOUNDARY + "\"",
                """
                --BOUNDARY
                Content-Type: text/plain; charset=us-ascii

                The message was delivered.
                --BOUNDARY
                Content-Type: message/delivery-status

                Reporting-MTA: dns; gateway.example.org

                Final-Recipient: rfc822; agency@example.org
                Action: delivered
                Status: 2.0.0

                --BOUNDARY--
                """);
    }

    /** One of {@link #LARGE_OCTETS} octets, made on the fly. */
    public static byte[] large() {
        byte[] head = message("Large message", "large-1", "application/octet-stream", "");
        byte[] all = Arrays.copyOf(head, LARGE_OCTETS);
        byte[] alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);
        Random random = new Random(31);
        int column = 0;
        for (int next = head.length; next < LARGE_OCTETS - 2; next++) {
            if (column == LINE_OCTETS && next < LARGE_OCTETS - 5) {
                all[next] = '\r';
                next++;
                all[next] = '\n';
                column = 0;
            } else {
                all[next] = alphabet[random.nextInt(alphabet.length)];
                column++;
            }
        }
        all[LARGE_OCTETS - 2] = '\r';
        all[LARGE_OCTETS - 1] = '\n';
        return all;
    }

    private static byte[] message(String subject, String id, String type, String body) {
        return ("""
                From: Example agency <agency@example.org>
                To: Example business <business@example.org>
                Subject: SUBJECT
                Date: Mon, 30 Nov 2026 16:10:00 +0000
                Message-ID: <ID@example.org>
                MIME-Version: 1.0
                Content-Type: TYPE

                """
                                .replace("SUBJECT", subject)
                                .replace("ID@", id + "@")
                                .replace("TYPE", type)
                        + body.replace("BOUNDARY", BOUNDARY))
                .replace("\n", "\r\n")
                .getBytes(US_ASCII);
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder(LINE_OCTETS, new byte[] {'\n'}).encodeToString(octets);
    }
}
