// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.budget.Spoolable;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.pop3.HandOver;
import nl.digipoort.james.pop3.ReplyBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored message, or the top of one, as the body of a reply. */
final class MessageBody implements ReplyBody {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageBody.class);

    private final MessageContent content;
    private final InputStream stream;
    private final OptionalLong promisedOctets;
    private final HandOver handOver;

    private MessageBody(MessageContent content, InputStream stream, OptionalLong promisedOctets, HandOver handOver) {
        this.content = content;
        this.stream = stream;
        this.promisedOctets = promisedOctets;
        this.handOver = handOver;
    }

    static MessageBody whole(MessageContent content, FetchCommand.Retrieval retrieval) {
        return new MessageBody(
                content, retrieval.observed(content.stream()), OptionalLong.of(content.octets()), retrieval);
    }

    static MessageBody top(MessageContent content, long bodyLines, FetchCommand.Retrieval retrieval) {
        InputStream top = new TopInputStream(content.stream(), bodyLines);
        return new MessageBody(content, retrieval.observed(top), OptionalLong.empty(), retrieval);
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
        return Optional.of(handOver);
    }

    @Override
    public Spoolable memory() {
        return content;
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
