// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.audit.SessionAudit.Ending;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.handler.DisconnectHandler;

/** Releases the maildrop of a session that is gone, and counts how it ended. Nothing is deleted without QUIT. */
public final class MaildropReleaser implements DisconnectHandler<DigipoortSession> {
    private final Map<Ending, Metric> endings = new EnumMap<>(Ending.class);

    @Inject
    public MaildropReleaser(MetricFactory metrics) {
        for (Ending ending : Ending.values()) {
            String name = ending.name().toLowerCase(Locale.ROOT).replace('_', '-');
            endings.put(ending, metrics.generate("digipoort-session-ended-" + name));
        }
    }

    @Override
    public void onDisconnect(DigipoortSession session) {
        session.releaseMaildrop().ifPresent(ending -> endings.get(ending).increment());
    }
}
