// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Phase;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.sasl.Mechanisms;
import org.apache.james.metrics.api.MetricFactory;

/**
 * CAPA (RFC 2449 section 5): before TLS the capabilities of the interface's worked example, under TLS all of them. STLS is listed only
 * where it is possible, and the product name only after the login.
 */
public final class CapaCommand extends PlainCommand {
    private final OfferedMechanisms mechanisms;
    private final AnnouncedLimits limits;
    private final AnnouncedEnds ends;

    @Inject
    CapaCommand(OfferedMechanisms mechanisms, AnnouncedLimits limits, AnnouncedEnds ends, MetricFactory metrics) {
        super("CAPA", metrics);
        this.mechanisms = mechanisms;
        this.limits = limits;
        this.ends = ends;
    }

    @Override
    protected MultiLineReply execute(DigipoortSession session) {
        List<String> capabilities = new ArrayList<>();
        if (session.phase() == Phase.CLEAR) {
            addSasl(mechanisms.announcedInClear(), capabilities);
            capabilities.addAll(List.of("TOP", "PIPELINING", "STLS"));
        } else {
            addSasl(mechanisms.underTls(session), capabilities);
            if (mechanisms.offersUser()) {
                capabilities.add("USER");
            }
            capabilities.addAll(List.of("UIDL", "TOP", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE"));
        }
        if (session.phase() == Phase.SECURED) {
            capabilities.addAll(limits.ofAnybody());
            capabilities.addAll(ends.forAll(session));
        }
        if (session.phase() == Phase.TRANSACTION) {
            capabilities.addAll(limits.of(session.getUsername()));
            capabilities.addAll(ends.of(session));
            capabilities.add("IMPLEMENTATION Digipoort-POP3");
        }
        return MultiLineReply.of("Here's what I can do", capabilities);
    }

    private static void addSasl(Mechanisms offered, List<String> capabilities) {
        if (!offered.names().isEmpty()) {
            capabilities.add("SASL " + String.join(" ", offered.names()));
        }
    }
}
