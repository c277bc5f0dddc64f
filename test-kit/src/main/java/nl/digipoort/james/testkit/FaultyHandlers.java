// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.inject.Injector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.authorization.CapaCommand;
import nl.digipoort.james.pop3.authorization.StlsCommand;
import nl.digipoort.james.pop3.transaction.RetrCommand;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;

/** Loads the server's own handlers, and puts faults in front of a few. */
final class FaultyHandlers implements ProtocolHandlerLoader {
    private final Injector injector;
    private final Faults faults;
    private final TappedConnections connections;

    FaultyHandlers(Injector injector, Faults faults, TappedConnections connections) {
        this.injector = injector;
        this.faults = faults;
        this.connections = connections;
    }

    @Override
    public ProtocolHandler load(String name, Configuration configuration) throws LoadingException {
        try {
            ProtocolHandler handler = (ProtocolHandler)
                    injector.getInstance(Class.forName(name, true, getClass().getClassLoader()));
            handler.init(configuration);
            return inFrontOf(handler);
        } catch (Exception e) {
            throw new LoadingException("no handler " + name, e);
        }
    }

    private ProtocolHandler inFrontOf(ProtocolHandler handler) {
        if (handler instanceof RetrCommand retr) {
            return new InFront(retr, this::faultyLine);
        }
        if (faults.isOn(Fault.NO_STLS) && handler instanceof CapaCommand capa) {
            return new InFront(capa, (session, answer) -> withoutStls((MultiLineReply) answer));
        }
        if (faults.isOn(Fault.NO_STLS) && handler instanceof StlsCommand stls) {
            return new InFront(stls, (session, answer) -> session.newCommandNotFoundErrorResponse());
        }
        return handler;
    }

    private Response faultyLine(DigipoortSession session, Response answer) {
        Optional<FaultyOutput> output = connections.of(session.getRemoteAddress());
        if (output.isPresent() && answer instanceof MultiLineReply message) {
            if (faults.has(session.getUsername(), Fault.SLOW)) {
                output.get().slowDown();
            }
            if (faults.has(session.getUsername(), Fault.CUT)) {
                long half = message.body().promisedOctets().orElse(0) / 2;
                output.get().cutAfter(message.statusLine().length() + 2 + half);
            }
        }
        return answer;
    }

    private static MultiLineReply withoutStls(MultiLineReply capabilities) {
        try {
            String lines = new String(capabilities.body().stream().readAllBytes(), US_ASCII);
            return MultiLineReply.of(
                    capabilities.statusLine().substring("+OK ".length()),
                    lines.lines().filter(line -> !line.equals("STLS")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Change {
        Response of(DigipoortSession session, Response answer);
    }

    private record InFront(CommandHandler<DigipoortSession> handler, Change change)
            implements CommandHandler<DigipoortSession> {
        @Override
        public Response onCommand(DigipoortSession session, Request request) {
            return change.of(session, handler.onCommand(session, request));
        }

        @Override
        public Collection<String> getImplCommands() {
            return handler.getImplCommands();
        }
    }
}
