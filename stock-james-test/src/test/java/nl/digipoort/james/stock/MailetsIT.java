// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that comes through James's own SMTP server, its queue and its mailets: our mailet delivers it as James hands it over. */
class MailetsIT {
    /** The longest line that James's SMTP server accepts. */
    private static final int LONGEST_LINE = 8192;
    /**
     * James's in-memory queue copies a mail by parsing it, before any mailet gets it. In the header, a non-ASCII octet becomes a question
     * mark and a single carriage return becomes a line end; a missing empty line is added after the header.
     */
    private static final Set<String> CHANGED_BY_JAMES = Set.of(
            "all-octets",
            "bare-cr-in-header",
            "empty",
            "header-without-empty-line",
            "latin1-in-header",
            "odd-field-names",
            "only-a-header",
            "utf8-in-header");
    /** James adds its Received line to a header only if the header has at least one line; the copy lacks the empty line in front. */
    private static final Set<String> WITHOUT_HEADER = Set.of("empty-line-first", "no-header", "only-an-empty-line");

    @TempDir
    private static Path scratch;

    private static StockJames james;
    private static StockMail mail;

    @BeforeAll
    static void start() throws Exception {
        james = StockJames.startWithItsOwnSmtp(scratch.resolve("home"));
        mail = new StockMail(james);
    }

    @AfterAll
    static void stop() {
        james.close();
    }

    @Test
    void deliversStraightInWhatJamesReceived() throws Exception {
        assertThat(mail.changedStraightIn(messages()).keySet()).isEqualTo(expected());
    }

    @Test
    void deliversAfterASessionWhatJamesReceived() throws Exception {
        assertThat(mail.changedHeld(messages()).keySet()).isEqualTo(expected());
    }

    private static Set<String> expected() {
        return Stream.of(CHANGED_BY_JAMES, WITHOUT_HEADER).flatMap(Set::stream).collect(Collectors.toSet());
    }

    private static Map<String, byte[]> messages() {
        Map<String, byte[]> messages = new LinkedHashMap<>(OddMessages.all());
        messages.values().removeIf(MailetsIT::hasTooLongALine);
        return messages;
    }

    private static boolean hasTooLongALine(byte[] message) {
        return Arrays.stream(new String(message, StandardCharsets.ISO_8859_1).split("\n", -1))
                .anyMatch(line -> line.length() + 1 > LONGEST_LINE);
    }
}
