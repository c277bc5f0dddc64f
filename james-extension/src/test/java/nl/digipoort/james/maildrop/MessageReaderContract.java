// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import nl.digipoort.james.testing.OddMessages;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;

/** The contract of every reader, with messages that James itself has stored. */
public interface MessageReaderContract {
    byte[] NO_HEADER = new byte[0];
    int ANY_LENGTH = Integer.MAX_VALUE;

    MessageReader reader();

    MailboxManager manager();

    /** From now on, reading the body of a stored message gives other octets or fails. */
    void loseBodies() throws Exception;

    @Test
    default void readsEachMessageAsItWasStored() throws Exception {
        for (Map.Entry<String, byte[]> message : messages().entrySet()) {
            StoredMessage stored = store(message.getValue());

            try (InputStream stream = reader().read(manager(), stored.mailbox.getId(), stored.uid, stored.session)) {
                assertThat(stream.readAllBytes()).as(message.getKey()).isEqualTo(message.getValue());
            }
        }
    }

    @Test
    default void readsTheHeaderWithoutTheBody() throws Exception {
        Map<String, StoredMessage> all = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> message : messages().entrySet()) {
            all.put(message.getKey(), store(message.getValue()));
        }
        loseBodies();

        for (Map.Entry<String, StoredMessage> stored : all.entrySet()) {
            byte[] header = header(messages().get(stored.getKey()));
            assertThat(read(stored.getValue(), ANY_LENGTH)).as(stored.getKey()).isEqualTo(header);
            if (header.length > 0) {
                assertThat(read(stored.getValue(), header.length)).isEqualTo(header);
                assertThat(read(stored.getValue(), header.length - 1)).isEqualTo(NO_HEADER);
            }
        }
    }

    @Test
    default void readsNoHeaderOfAMessageThatIsGone() throws Exception {
        StoredMessage stored = store("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        stored.uid++;

        assertThat(reader().readHeader(manager(), stored.mailbox.getId(), stored.uid, ANY_LENGTH, stored.session))
                .isEmpty();
    }

    private byte[] read(StoredMessage stored, int most) throws Exception {
        return reader().readHeader(manager(), stored.mailbox.getId(), stored.uid, most, stored.session)
                .orElse(NO_HEADER);
    }

    private StoredMessage store(byte[] message) throws Exception {
        StoredMessage stored = new StoredMessage();
        stored.session = manager().createSystemSession(Username.of(UUID.randomUUID() + "@example.org"));
        manager().startProcessingRequest(stored.session);
        stored.mailbox = MaildropMailbox.open(manager(), MailboxPath.inbox(stored.session), stored.session);
        stored.uid = stored.mailbox
                .appendMessage(AppendCommand.builder().build(new ByteContent(message)), stored.session)
                .getId()
                .getUid()
                .asLong();
        manager().endProcessingRequest(stored.session);
        return stored;
    }

    private static Map<String, byte[]> messages() {
        Map<String, byte[]> messages = OddMessages.all();
        messages.put("bare-lf", "Subject: x\n\nText\nmore\n".getBytes(StandardCharsets.US_ASCII));
        messages.put("bare-lf-above-crlf", "Subject: x\n\nText\r\n\r\nmore\r\n".getBytes(StandardCharsets.US_ASCII));
        return messages;
    }

    /** For James, the header ends with the first CRLF CRLF, wherever it is. */
    private static byte[] header(byte[] message) {
        int end = new String(message, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? NO_HEADER : Arrays.copyOf(message, end + 4);
    }

    final class StoredMessage {
        private MailboxSession session;
        private MessageManager mailbox;
        private long uid;
    }
}
