// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a command line through the gate to its handler. */
public final class Pop3Dispatcher extends CommandDispatcher<DigipoortSession> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Pop3Dispatcher.class);

    /** The answer to any command once the lock is lost: another session may have the maildrop by now. Nothing has been deleted. */
    public static final Reply LOCK_LOST = Reply.error(
                    ResponseCode.SYS_TEMP, "The maildrop lock was lost, no message was removed")
            .thenClose();

    /** PASS takes the name of the USER before it; AUTH keeps it. */
    private static final Set<String> KEEP_THE_USER = Set.of("PASS", "AUTH");

    private final Gate gate;
    private final Metric refused;

    @Inject
    public Pop3Dispatcher(Gate gate, MetricFactory metrics) {
        this.gate = gate;
        this.refused = metrics.generate("digipoort-command-refused");
    }

    /** @param line the octets without the line end */
    @Override
    public Response onLine(DigipoortSession session, byte[] line) {
        Optional<CommandLine> command = CommandLine.parse(line);
        if (!command.map(CommandLine::keyword).filter(KEEP_THE_USER::contains).isPresent()) {
            session.takeAnnouncedUser();
        }
        if (session.hasLostMaildrop()) {
            return LOCK_LOST;
        }
        Optional<Reply> refusal = gate.refuse(session.phase(), command);
        if (refusal.isPresent()) {
            refused.increment();
            return refusal.get();
        }
        return dispatch(session, command.orElseThrow());
    }

    private Response dispatch(DigipoortSession session, CommandLine command) {
        try {
            return dispatchCommandHandlers(session, command);
        } catch (RuntimeException e) {
            LOGGER.error("{} failed", command.keyword(), e);
            return session.newFatalErrorResponse();
        }
    }
}
