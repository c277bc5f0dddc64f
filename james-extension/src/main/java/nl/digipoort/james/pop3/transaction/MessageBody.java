package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.audit.RetrievalAudit;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.pop3.Reply.HandOver;
import nl.digipoort.james.pop3.Reply.ReplyBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored message, or the top of one, as the body of a reply. */
final class MessageBody implements ReplyBody {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageBody.class);

    private final MessageContent content;
    private final InputStream stream;
    private final RetrievalAudit audit;
    private final OptionalLong promisedOctets;
    private final Optional<Runnable> handedOut;

    private MessageBody(
            MessageContent content,
            InputStream stream,
            RetrievalAudit audit,
            OptionalLong promisedOctets,
            Optional<Runnable> handedOut) {
        this.content = content;
        this.stream = audit.watch(stream);
        this.audit = audit;
        this.promisedOctets = promisedOctets;
        this.handedOut = handedOut;
    }

    /** @param handedOut is run once, when all of it has left the server */
    static MessageBody whole(MessageContent content, RetrievalAudit audit, Runnable handedOut) {
        return new MessageBody(
                content, content.stream(), audit, OptionalLong.of(content.octets()), Optional.of(handedOut));
    }

    static MessageBody top(MessageContent content, RetrievalAudit audit, long bodyLines) {
        InputStream top = new TopInputStream(content.stream(), bodyLines);
        return new MessageBody(content, top, audit, OptionalLong.empty(), Optional.empty());
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
    public Optional<HandOver> handOver() {
        return audit.isWanted() || handedOut.isPresent() ? Optional.of(new Told()) : Optional.empty();
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

    private final class Told implements HandOver {
        @Override
        public void complete(long octets) {
            if (audit.isWanted()) {
                audit.complete(octets);
            }
            handedOut.ifPresent(Runnable::run);
        }

        @Override
        public void cutOff(long octets) {
            if (audit.isWanted()) {
                audit.cutOff(octets);
            }
        }
    }
}
