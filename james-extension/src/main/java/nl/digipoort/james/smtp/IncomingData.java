// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Optional;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MailDigester;
import nl.digipoort.james.mail.MailDigests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incoming message. It is read to its end even after a failure, so that client and server stay in step; the content after the failure
 * is dropped. Not thread-safe; blocks while the content is written to a file.
 */
final class IncomingData implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(IncomingData.class);
    private static final int MOST_HOPS = 100;

    private final long largest;
    private final CollectedContent content;
    private final String name;
    private final byte[] trace;
    private final MailDigester digester;
    private final DataScanner scanner = new DataScanner(this::keep);
    private final HopCount hops = new HopCount();
    private MailDigests digests;
    private boolean tooLarge;
    private boolean failed;

    /**
     * @param largest the largest message in octets
     * @param trace its trace lines, which it has before its first octet comes
     */
    IncomingData(long largest, CollectedContent content, String name, byte[] trace, MailDigester digester) {
        this.largest = largest;
        this.content = content;
        this.name = name;
        this.trace = trace;
        this.digester = digester;
    }

    /** Takes octets; true if the end of the message is among them. Octets after the end are left unread. */
    boolean take(ByteBuf octets) {
        if (!scanner.scan(octets)) {
            return false;
        }
        attempt(content::finish);
        digests = digester.end();
        return true;
    }

    private void keep(byte[] octets, int offset, int length) {
        if (tooLarge || failed) {
            return;
        }
        hops.add(octets, offset, length);
        tooLarge = content.octets() + length > largest;
        if (tooLarge) {
            close();
        } else {
            digester.add(octets, offset, length);
            attempt(() -> content.write(octets, offset, length));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error e) {
            // Errors too, OutOfMemoryError above all: otherwise the rest of the message would be read as commands.
            LOGGER.error("A message that is coming in cannot be kept", e);
            failed = true;
            close();
        }
    }

    /** The reason why the message cannot be accepted; a permanent one comes first. */
    Optional<Reply> refusal() {
        if (tooLarge) {
            return Optional.of(Reply.of(552, "5.3.4", "Message is larger than this server takes"));
        }
        if (scanner.sawBareLineFeed()) {
            return Optional.of(Reply.of(550, "5.6.0", "Message has a line feed without a carriage return"));
        }
        if (hops.hops() > MOST_HOPS) {
            return Optional.of(Reply.of(554, "5.4.6", "Message goes in circles"));
        }
        return failed ? Optional.of(Reply.NO_ROOM) : Optional.empty();
    }

    /** The name of the mail, as logged. */
    String name() {
        return name;
    }

    /** The trace lines. Do not change the array. */
    byte[] trace() {
        return trace;
    }

    MailContent content() {
        return content;
    }

    /** The digests of the whole message, when its end has come. */
    MailDigests digests() {
        return digests;
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            LOGGER.warn("The file of a message cannot be closed", e);
        }
    }
}
