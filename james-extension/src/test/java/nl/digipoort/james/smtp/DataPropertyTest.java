// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever octets a message has, and however they are cut: what is handed over is what was sent, or all of it is refused. */
class DataPropertyTest {
    @Property(tries = 500)
    void handsOverExactlyWhatWasSent(@ForAll("octets") String octets, @ForAll @IntRange(min = 1, max = 40) int chunk) {
        Receiver receiver = Receiver.smtp("<data><inMemory>0</inMemory></data>");
        receiver.send(Receiver.TO_DATA);
        String message = octets.isEmpty() || octets.endsWith("\r\n") ? octets : octets + "\r\n";
        String stuffed = (message.startsWith(".") ? "." : "") + message.replace("\r\n.", "\r\n..");

        String replies = receiver.send((stuffed + ".\r\nNOOP\r\n").getBytes(ISO_8859_1), chunk);

        if (hasBareLineFeed(message)) {
            assertThat(replies).startsWith("550 5.6.0 ");
            assertThat(receiver.mails.accepted).isEmpty();
        } else {
            assertThat(replies).startsWith("250 2.6.0 ");
            assertThat(new String(receiver.mails.accepted.get(0).content, ISO_8859_1))
                    .isEqualTo(message);
        }
        assertThat(replies.lines()).hasSize(2).last().isEqualTo("250 2.0.0 OK");
    }

    /** What no correct client sends is taken apart as RFC 5321 section 4.5.2 says. */
    @Property(tries = 500)
    void takesDotsAwayAtTheBeginningsOfLinesOnly(
            @ForAll("octets") String octets, @ForAll @IntRange(min = 1, max = 40) int chunk) {
        Receiver receiver = Receiver.smtp("");
        receiver.send(Receiver.TO_DATA);
        String whole = "\r\n" + octets + "\r\n.\r\n";
        String body = whole.substring(0, whole.indexOf("\r\n.\r\n") + 2);
        String expected = body.replace("\r\n.", "\r\n").substring(2);

        receiver.send((body.substring(2) + ".\r\n").getBytes(ISO_8859_1), chunk);

        if (!hasBareLineFeed(expected)) {
            assertThat(new String(receiver.mails.accepted.get(0).content, ISO_8859_1))
                    .isEqualTo(expected);
        }
    }

    private static boolean hasBareLineFeed(String text) {
        return text.replace("\r\n", "").contains("\n");
    }

    @Provide
    Arbitrary<String> octets() {
        return Arbitraries.of("\r\n", "\r\n", "\r\n.", "\r", ".", "..", "a", "\0", "\u00ff", "Received: x", "\n")
                .list()
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces))
                .map(text -> text.length() % 3 == 0 ? text : text.replaceAll("(?<!\r)\n", ""));
    }
}
