// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.base.Throwables;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialogue with one client: the reply to each command, and the state after it. Used by one call at a time. Commands that {@link
 * #mayBlock}, and octets of DATA, need a thread that may wait.
 */
final class SmtpSession implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpSession.class);
    private static final Set<String> NOT_OFFERED = Set.of("AUTH", "EXPN", "TURN", "ETRN", "BDAT");
    private static final int MOST_SIZE_DIGITS = 20;

    private final SmtpService service;
    private final Gate gate;
    private Client client;
    private Phase phase = Phase.CONNECTED;
    private boolean secured;
    private Envelope envelope;
    private IncomingData data;
    private int errors;

    SmtpSession(SmtpService service, InetAddress address) {
        this.service = service;
        this.gate = new Gate(service.settings().dialect(), service.settings().requireTls());
        this.client = Client.at(address);
    }

    Reply greeting() {
        return Reply.lines(220, List.of(host() + (isSmtp() ? " ESMTP" : " LMTP")));
    }

    private String host() {
        return service.settings().hostName();
    }

    private boolean isSmtp() {
        return service.settings().dialect() == Dialect.SMTP;
    }

    /** Whether a transaction is open. */
    boolean isInTransaction() {
        return envelope != null;
    }

    Client client() {
        return client;
    }

    static boolean mayBlock(byte[] line) {
        try {
            return CommandLine.parse(line).verb().filter(Verb::mayBlock).isPresent();
        } catch (CommandSyntaxException e) {
            return false;
        }
    }

    /** Runs a command. */
    Reply command(byte[] line) {
        return counted(answer(line));
    }

    Reply lineTooLong() {
        return counted(Reply.TOO_LONG);
    }

    private Reply counted(Reply reply) {
        if (!reply.isPermanentRefusal()) {
            return reply;
        }
        errors++;
        return errors < service.settings().errors()
                ? reply
                : Reply.of(421, "4.7.0", "Too many errors").then(Reply.Afterwards.CLOSE);
    }

    private Reply answer(byte[] line) {
        try {
            CommandLine command = CommandLine.parse(line);
            String word = command.word().toUpperCase(Locale.ROOT);
            if (NOT_OFFERED.contains(word)) {
                return Reply.of(502, "5.5.1", "Command not offered");
            }
            Optional<Verb> verb = command.verb();
            if (verb.isEmpty()) {
                return Reply.UNKNOWN_COMMAND;
            }
            Optional<Reply> refusal = gate.refusal(verb.get(), phase, secured);
            return refusal.isPresent() ? refusal.get() : carryOut(verb.get(), command.argument());
        } catch (CommandSyntaxException e) {
            return e.reply();
        }
    }

    private Reply carryOut(Verb verb, String argument) throws CommandSyntaxException {
        switch (verb) {
            case HELO:
            case EHLO:
            case LHLO:
                return hello(verb, argument);
            case STARTTLS:
                return startTls(argument);
            case MAIL:
                return mail(PathArgument.parse("FROM:", argument));
            case RCPT:
                return rcpt(PathArgument.parse("TO:", argument));
            case DATA:
                return data(argument);
            case RSET:
                reset();
                return Reply.OK;
            case VRFY:
                return Reply.of(252, "2.1.5", "Cannot verify the user, but will take mail and attempt delivery");
            case HELP:
                return Reply.of(214, "2.0.0", "See RFC " + (isSmtp() ? "5321" : "2033"));
            case QUIT:
                return Reply.of(221, "2.0.0", host() + " closes the connection").then(Reply.Afterwards.CLOSE);
            default:
                return Reply.OK;
        }
    }

    private Reply hello(Verb verb, String argument) {
        if (argument.isEmpty()) {
            return Reply.of(501, "5.5.4", "Expected your host name");
        }
        reset();
        phase = Phase.GREETED;
        String protocol = verb == Verb.HELO ? "SMTP" : (isSmtp() ? "ESMTP" : "LMTP") + (secured ? "S" : "");
        client = client.named(argument, protocol);
        return Reply.lines(250, verb == Verb.HELO ? List.of(host()) : extensions());
    }

    private List<String> extensions() {
        List<String> lines = new ArrayList<>(List.of(
                host(),
                "PIPELINING",
                "8BITMIME",
                "SIZE " + service.settings().largestMessage(),
                "ENHANCEDSTATUSCODES"));
        if (!secured) {
            lines.add("STARTTLS");
        }
        return lines;
    }

    /** Discards everything that the client sent before TLS (RFC 3207 section 4.2). */
    private Reply startTls(String argument) {
        if (!argument.isEmpty()) {
            return Reply.of(501, "5.5.4", "STARTTLS takes no argument");
        }
        reset();
        phase = Phase.CONNECTED;
        return Reply.of(220, "2.0.0", "Ready to start TLS").then(Reply.Afterwards.START_TLS);
    }

    /**
     * Called when the handshake is complete.
     *
     * @param version the version of TLS, if it is known
     */
    void secured(Optional<String> version) {
        secured = true;
        client = client.secured(version);
    }

    private Reply mail(PathArgument sender) throws CommandSyntaxException {
        if (!sender.address().isEmpty() && !sender.isAddress()) {
            return Reply.of(501, "5.1.7", "Bad sender address");
        }
        long declared = 0;
        for (Map.Entry<String, String> parameter : sender.parameters().entrySet()) {
            switch (parameter.getKey()) {
                case "SIZE":
                    declared = size(parameter.getValue());
                    break;
                case "BODY":
                    requireBody(parameter.getValue());
                    break;
                default:
                    return Reply.of(555, "5.5.4", "Unknown parameter");
            }
        }
        if (declared > service.settings().largestMessage()) {
            return Reply.of(552, "5.3.4", "Message is larger than this server takes");
        }
        Reply reply = service.reception().mayBegin();
        if (reply.isRefusal()) {
            return reply;
        }
        envelope = new Envelope(sender.address(), declared);
        phase = Phase.SENDER;
        return Reply.of(250, "2.1.0", "Sender OK");
    }

    private static long size(String value) throws CommandSyntaxException {
        if (!value.matches("[0-9]{1," + MOST_SIZE_DIGITS + "}")) {
            throw new CommandSyntaxException(Reply.of(501, "5.5.4", "SIZE is no number"));
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void requireBody(String value) throws CommandSyntaxException {
        if (!value.equalsIgnoreCase("7BIT") && !value.equalsIgnoreCase("8BITMIME")) {
            throw new CommandSyntaxException(Reply.of(501, "5.5.4", "BODY is neither 7BIT nor 8BITMIME"));
        }
    }

    private Reply rcpt(PathArgument recipient) {
        if (!Recipients.mayBe(recipient)) {
            return Reply.of(501, "5.1.3", "Bad recipient address");
        }
        if (!recipient.parameters().isEmpty()) {
            return Reply.of(555, "5.5.4", "Unknown parameter");
        }
        if (envelope.recipients().size() >= service.settings().recipients()) {
            return Reply.of(452, "4.5.3", "Too many recipients");
        }
        Resolution found;
        try {
            found = service.recipients().find(recipient.address());
        } catch (StoreUnavailableException e) {
            LOGGER.warn(
                    "A recipient gets a temporary refusal: {}",
                    Throwables.getRootCause(e).toString());
            LOGGER.debug("What the look-up of a recipient met", e);
            return Reply.TROUBLE;
        }
        switch (found.kind()) {
            case UNKNOWN:
                return Reply.of(550, "5.1.1", "Unknown recipient");
            case FOREIGN:
                return Reply.of(550, "5.7.1", "Relaying denied");
            default:
                return add(recipient.address(), found);
        }
    }

    private Reply add(String recipient, Resolution found) {
        Reply reply = service.reception().mayReceive(new LinkedHashSet<>(found.maildrops()), envelope.declared());
        if (reply.isRefusal()) {
            return reply;
        }
        envelope.add(recipient, found.maildrops());
        phase = Phase.RECIPIENTS;
        return Reply.of(250, "2.1.5", "Recipient OK");
    }

    private Reply data(String argument) {
        if (!argument.isEmpty()) {
            return Reply.of(501, "5.5.4", "DATA takes no argument");
        }
        data = service.reception()
                .begin(client, envelope, new CollectedContent(service.settings().data(), service.memory()));
        return Reply.lines(354, List.of("Send the message, end with CRLF.CRLF")).then(Reply.Afterwards.RECEIVE_DATA);
    }

    /**
     * Takes octets of DATA; octets after its end are left unread.
     *
     * @return the replies if the end was reached, otherwise none
     */
    List<Reply> take(ByteBuf octets) {
        if (!data.take(octets)) {
            return List.of();
        }
        List<Reply> replies = service.reception().receive(client, envelope, data);
        reset();
        return replies;
    }

    private void reset() {
        close();
        envelope = null;
        if (phase != Phase.CONNECTED) {
            phase = Phase.GREETED;
        }
    }

    /** Releases a message that was not received completely; may be called again. */
    @Override
    public void close() {
        if (data != null) {
            data.close();
            data = null;
        }
    }
}
