// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.Arrival;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailReception;
import nl.digipoort.james.mail.NoRoomException;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a complete message over: for all recipients at once, or in LMTP for each recipient in turn. Each of these steps has its own reply
 * and log line. Thread-safe; blocks.
 */
final class Reception {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reception.class);
    private static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "Message is larger than the recipient takes");
    private static final Reply FULL = Reply.of(452, "4.2.2", "Maildrop is full, try again later");

    private final SmtpSettings settings;
    private final MailReception mails;
    private final Capacity capacity;
    private final MailNames names;
    private final Clock clock;
    private final SmtpMetrics metrics;

    Reception(
            SmtpSettings settings,
            MailReception mails,
            Capacity capacity,
            MailNames names,
            Clock clock,
            SmtpMetrics metrics) {
        this.settings = settings;
        this.mails = mails;
        this.capacity = capacity;
        this.names = names;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The reply to MAIL. */
    Reply mayBegin() {
        return safely("room", () -> {
            mails.requireRoom();
            return Reply.OK;
        });
    }

    /** The reply to RCPT, for maildrops that exist. */
    Reply mayReceive(Set<Username> maildrops, long declared) {
        return safely("limits", () -> {
            if (maildrops.stream().anyMatch(maildrop -> capacity.isTooLarge(maildrop, declared))) {
                return TOO_LARGE;
            }
            return maildrops.stream().anyMatch(maildrop -> capacity.isFull(maildrop, declared)) ? FULL : Reply.OK;
        });
    }

    /** Begins to receive a message of the envelope into the content. */
    IncomingData begin(Client client, Envelope envelope, CollectedContent content) {
        String name = names.next();
        byte[] trace = Trace.of(client, settings.hostName(), name, envelope, ZonedDateTime.now(clock));
        return new IncomingData(settings.largestMessage(), content, name, trace, mails.digester(trace));
    }

    /** The reply, or in LMTP the replies for all recipients in order. */
    List<Reply> receive(Client client, Envelope envelope, IncomingData data) {
        String name = data.name();
        int count = envelope.recipients().size();
        if (settings.dialect() == Dialect.SMTP) {
            Set<Username> all = IntStream.range(0, count)
                    .mapToObj(envelope::maildrops)
                    .flatMap(List::stream)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return List.of(receive(client, envelope, data, name, all, count));
        }
        List<Reply> replies = new ArrayList<>();
        Set<Username> done = new LinkedHashSet<>();
        for (int recipient = 0; recipient < count; recipient++) {
            Set<Username> next = new LinkedHashSet<>(envelope.maildrops(recipient));
            next.removeAll(done);
            String ofRecipient = count == 1 ? name : name + "-" + (recipient + 1);
            Reply reply = receive(client, envelope, data, ofRecipient, next, 1);
            if (!reply.isRefusal()) {
                done.addAll(next);
            }
            replies.add(reply);
        }
        return replies;
    }

    private Reply receive(
            Client client, Envelope envelope, IncomingData data, String name, Set<Username> maildrops, int recipients) {
        Reply reply =
                data.refusal().orElseGet(() -> safely(name, () -> handOver(client, envelope, data, name, maildrops)));
        metrics.answered(reply);
        LOGGER.info(
                "Mail {} from {}, sender <{}>, {} recipients, {} octets: {}",
                name,
                client,
                envelope.sender(),
                recipients,
                data.content().octets(),
                reply);
        return reply;
    }

    private Reply handOver(Client client, Envelope envelope, IncomingData data, String name, Set<Username> maildrops)
            throws IOException {
        long octets = data.content().octets();
        if (maildrops.stream().anyMatch(maildrop -> capacity.isTooLarge(maildrop, octets))) {
            return TOO_LARGE;
        }
        if (!maildrops.isEmpty()) {
            mails.accept(
                    IncomingMail.fromClient(name, data.content())
                            .withArrival(Arrival.fromClient(
                                    envelope.sender(), client.address(), client.tls(), data.digests())),
                    maildrops.stream()
                            .map(maildrop -> Addressee.of(maildrop, data.trace()))
                            .collect(Collectors.toUnmodifiableList()));
        }
        return Reply.of(250, "2.6.0", name + " accepted");
    }

    private interface Question {
        Reply answer() throws IOException;
    }

    /** Runs the question; an infrastructure failure is never a permanent refusal. */
    private static Reply safely(String about, Question question) {
        try {
            return question.answer();
        } catch (NoRoomException e) {
            LOGGER.warn("No mail is taken: {}", e.getMessage());
            return Reply.NO_ROOM;
        } catch (NotRecordedException e) {
            // the trail says once why
            LOGGER.warn("{} is not taken: {}", about, e.getMessage());
            return Reply.TROUBLE;
        } catch (StoreUnavailableException e) {
            // one line each: while a database is unavailable there are many
            LOGGER.warn(
                    "{} cannot be answered for now: {}",
                    about,
                    Throwables.getRootCause(e).toString());
            LOGGER.debug("What {} met", about, e);
            return Reply.TROUBLE;
        } catch (IOException | RuntimeException | Error e) {
            // Errors too, OutOfMemoryError above all: the client waits for its reply.
            LOGGER.error("{} failed", about, e);
            return Reply.TROUBLE;
        }
    }
}
