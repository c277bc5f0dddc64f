// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A maildrop on its way through a folder, from one James in memory to another. */
class MaildropMoveTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final String MOVE = "the-move";

    @TempDir
    private Path scratch;

    private final MovingServer from = new MovingServer();
    private final MovingServer to = new MovingServer();
    private MaildropFolder folder;

    @BeforeEach
    void prepare() {
        folder = MaildropFolder.in(scratch, ANNA);
    }

    @Test
    void keepsOctetsSizesUniqueIdsAndTimes() throws Exception {
        from.append(ANNA, "Subject: a\r\n\r\na\r.\r\n.\r\n", "no line end", "bare\nline\n", "", "\u00e9\0\r\n");
        List<String> before = from.seen(ANNA);

        List<MovedMessage> messages = from.exported(ANNA, folder);
        to.imported(ANNA, MOVE, messages, folder);

        assertThat(to.seen(ANNA)).isEqualTo(before);
        assertThat(to.arrivals(ANNA)).isEqualTo(from.arrivals(ANNA));
        assertThat(to.moved().move(ANNA)).contains(MOVE);
    }

    @Test
    void writesWhatDovecotReads() throws Exception {
        from.append(ANNA, "one\r\n", "two\r\n");

        List<MovedMessage> messages = from.exported(ANNA, folder);

        assertThat(Files.readString(folder.uidList()).lines().skip(1))
                .containsExactly(
                        "1 P" + messages.get(0).uniqueId() + " :"
                                + messages.get(0).file(),
                        "2 P" + messages.get(1).uniqueId() + " :"
                                + messages.get(1).file());
        assertThat(Files.readString(folder.message(messages.get(1).file()))).isEqualTo("two\r\n");
        assertThat(folder.maildir().resolve("new")).isEmptyDirectory();
    }

    @Test
    void goesOnBehindTheMessagesThatAnAbortedImportHasLeft() throws Exception {
        from.append(ANNA, "one\r\n", "two\r\n", "three\r\n");
        List<MovedMessage> messages = from.exported(ANNA, folder);
        to.append(ANNA, "one\r\n", "two\r\n");

        to.imported(ANNA, MOVE, messages, folder);

        assertThat(to.seen(ANNA)).isEqualTo(from.seen(ANNA));
    }

    @Test
    void refusesAMaildropWithOtherMail() throws Exception {
        from.append(ANNA, "one\r\n", "two\r\n");
        List<MovedMessage> messages = from.exported(ANNA, folder);
        to.append(ANNA, "one\r\n", "tow\r\n");

        assertThatThrownBy(() -> to.imported(ANNA, MOVE, messages, folder))
                .isInstanceOf(MoveException.class)
                .hasMessageContaining("other mail");
        assertThat(to.moved().move(ANNA)).isEmpty();
        assertThat(to.seen(ANNA)).hasSize(2);
    }

    @Test
    void refusesAMaildropWithMoreMail() throws Exception {
        from.append(ANNA, "one\r\n");
        List<MovedMessage> messages = from.exported(ANNA, folder);
        to.append(ANNA, "one\r\n", "two\r\n");

        assertThatThrownBy(() -> to.imported(ANNA, MOVE, messages, folder)).isInstanceOf(MoveException.class);
    }

    /** So none of the new messages ever gets one of them. */
    @Test
    void makesTheMailboxAgainWhenItsNumbersWouldMakeTheSameUniqueIds() throws Exception {
        long validity = to.uidValidity(ANNA);
        from.append(ANNA, "one\r\n");
        MovedMessage exported = from.exported(ANNA, folder).get(0);
        List<MovedMessage> messages = List.of(new MovedMessage(
                exported.file(), validity + ".7", exported.octets(), exported.sha256(), exported.cameAt()));

        to.imported(ANNA, MOVE, messages, folder);

        assertThat(to.uidValidity(ANNA)).isNotEqualTo(validity);
        assertThat(to.seen(ANNA)).singleElement().asString().startsWith(validity + ".7 ");
    }

    @Test
    void movesAgainWhatWasMovedBefore() throws Exception {
        from.append(ANNA, "one\r\n");
        to.imported(ANNA, MOVE, from.exported(ANNA, folder), folder);
        to.append(ANNA, "two\r\n");
        MovingServer third = new MovingServer();
        MaildropFolder again = MaildropFolder.in(scratch.resolve("again"), ANNA);

        third.imported(ANNA, MOVE, to.exported(ANNA, again), again);

        assertThat(third.seen(ANNA)).isEqualTo(to.seen(ANNA));
        assertThat(third.seen(ANNA).get(0)).isEqualTo(from.seen(ANNA).get(0));
    }
}
