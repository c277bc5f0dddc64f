// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.PromptCommand;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChain;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's handler chain for the connections. A call may block and belongs on the {@link #executor()}, unless it is for a prompt line. No call
 * throws, so that each line gets an answer. Thread-safe; one session is used by one call at a time.
 */
final class HandlerChain {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandlerChain.class);

    private final ProtocolConfiguration configuration;
    private final Executor executor;
    private final Function<InetAddress, Executor> newcomers;
    private final LineHandler<ProtocolSession> dispatcher;
    private final List<PromptCommand> promptCommands;
    private final List<ConnectHandler<ProtocolSession>> connectHandlers;
    private final List<DisconnectHandler<ProtocolSession>> disconnectHandlers;
    private final List<ProtocolHandlerResultHandler<Response, ProtocolSession>> resultHandlers;

    @SuppressWarnings({"unchecked", "rawtypes"})
    HandlerChain(
            ProtocolHandlerChain handlers,
            ProtocolConfiguration configuration,
            Executor executor,
            Function<InetAddress, Executor> newcomers) {
        this.configuration = configuration;
        this.executor = executor;
        this.newcomers = newcomers;
        this.dispatcher = handlers.getFirstHandler(LineHandler.class).orElseThrow();
        this.promptCommands = handlers.getHandlers(PromptCommand.class);
        this.connectHandlers = (List) handlers.getHandlers(ConnectHandler.class);
        this.disconnectHandlers = (List) handlers.getHandlers(DisconnectHandler.class);
        this.resultHandlers = (List) handlers.getHandlers(ProtocolHandlerResultHandler.class);
    }

    Executor executor() {
        return executor;
    }

    /** The executor for a client that is not logged in: it rejects tasks when there is too much work. */
    Executor newcomer(InetAddress client) {
        return newcomers.apply(client);
    }

    DigipoortSession newSession(ChannelTransport transport) {
        return new DigipoortSession(transport, configuration);
    }

    /** Calls the connect handlers. The first handler's answer is the greeting. */
    Answer connected(DigipoortSession session) {
        return safely(session, () -> {
            Response greeting = null;
            for (ConnectHandler<ProtocolSession> handler : connectHandlers) {
                Response response = timed(session, handler, () -> handler.onConnect(session));
                greeting = greeting == null ? response : greeting;
            }
            return greeting;
        });
    }

    /**
     * Handles a line.
     *
     * @param line the octets without the line end
     */
    Answer line(DigipoortSession session, ChannelTransport transport, byte[] line) {
        return safely(session, () -> {
            Optional<LineHandler<ProtocolSession>> inFront = transport.lineHandler();
            return inFront.isPresent()
                    ? inFront.get().onLine(session, line)
                    : timed(session, dispatcher, () -> dispatcher.onLine(session, line));
        });
    }

    /** Whether the line is handled without anything that may block, so that the event loop may do so. */
    boolean isPrompt(ChannelTransport transport, byte[] line) {
        return transport.lineHandler().isEmpty() && promptCommands.stream().anyMatch(command -> command.isPrompt(line));
    }

    /** Gives a delayed answer. */
    Answer give(DigipoortSession session, DelayedAnswer answer) {
        return safely(session, answer::give);
    }

    /** The answer to a line that was too long. It ends an exchange in progress, or else forgets a USER, as any line does. */
    Answer lineTooLong(DigipoortSession session, ChannelTransport transport) {
        if (transport.lineHandler().isPresent()) {
            transport.popLineHandler();
        } else {
            session.takeAnnouncedUser();
        }
        return safely(session, session::newLineTooLongResponse);
    }

    /** Calls every disconnect handler, even if an earlier one fails. */
    void disconnected(DigipoortSession session, ChannelTransport transport) {
        safely(session, () -> {
            attempt(transport::popLineHandler);
            disconnectHandlers.forEach(handler -> attempt(() -> handler.onDisconnect(session)));
            return Response.DISCONNECT;
        });
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOGGER.error("A handler failed", e);
        }
    }

    /** James's monitors know only the handlers of the chain, so only their work is timed and reported. */
    private Response timed(ProtocolSession session, ProtocolHandler handler, Supplier<Response> work) {
        long start = System.nanoTime();
        Response response = work.get();
        long millis = (System.nanoTime() - start) / 1_000_000;
        for (ProtocolHandlerResultHandler<Response, ProtocolSession> resultHandler : resultHandlers) {
            response = resultHandler.onResponse(session, response, millis, handler);
        }
        return response;
    }

    private Answer safely(DigipoortSession session, Supplier<Response> work) {
        try {
            return Answer.from(MDCBuilder.withMdc(context(session), work));
        } catch (RuntimeException | Error e) {
            // Also an Error, above all for lack of memory: without an answer the client would keep its maildrop locked.
            LOGGER.error("A handler failed", e);
            return Answer.from(session.newFatalErrorResponse());
        }
    }

    private static MDCBuilder context(DigipoortSession session) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.PROTOCOL, "POP3")
                .addToContext(
                        MDCBuilder.IP, session.getRemoteAddress().getAddress().getHostAddress())
                .addToContext(MDCBuilder.SESSION_ID, session.getSessionID())
                .addToContextIfPresent(
                        MDCBuilder.USER,
                        Optional.ofNullable(session.getUsername()).map(Username::asString));
    }
}
