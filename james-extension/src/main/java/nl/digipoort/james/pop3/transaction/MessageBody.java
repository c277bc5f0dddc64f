package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.pop3.Reply.ReplyBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored message, or the top of one, as the body of a reply. */
final class MessageBody implements ReplyBody {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageBody.class);

    private final MessageContent content;
    private final InputStream stream;
    private final OptionalLong promisedOctets;

    private MessageBody(MessageContent content, InputStream stream, OptionalLong promisedOctets) {
        this.content = content;
        this.stream = stream;
        this.promisedOctets = promisedOctets;
    }

    static MessageBody whole(MessageContent content) {
        return new MessageBody(content, content.stream(), OptionalLong.of(content.octets()));
    }

    static MessageBody top(MessageContent content, long bodyLines) {
        return new MessageBody(content, new TopInputStream(content.stream(), bodyLines), OptionalLong.empty());
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public OptionalLong promisedOctets() {
        return promisedOctets;
    }

    @Override
    public boolean isMemoryWanted() {
        return content.isMemoryWanted();
    }

    @Override
    public void whenMemoryIsWanted(Runnable call) {
        content.whenMemoryIsWanted(call);
    }

    @Override
    public void leaveMemory() throws IOException {
        content.leaveMemory();
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            LOGGER.warn("A message cannot be closed", e);
        }
    }
}
