// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.mail.HeldTimes;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** Connection limits for tests. */
final class TestListenerLimits {
    private TestListenerLimits() {}

    static ListenerLimits settings(String elements) {
        byte[] xml = ("<root><digipoort>" + elements + "</digipoort></root>").getBytes(StandardCharsets.UTF_8);
        try {
            return ListenerLimits.from(Section.only(
                    "pop3server.xml", FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml)), "digipoort"));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The timer of a session that may go on for ever. */
    static SessionTimer noTimer() {
        return new SessionTimer(
                settings("<limits><longestSession>0</longestSession><blocksDeliveries>0</blocksDeliveries></limits>"),
                new HeldTimes(),
                TestEntitlements.of(TestUsers.inMemory()));
    }

    static ConnectionMetrics metrics(MetricFactory factory) {
        return new ConnectionMetrics(factory, new NoopGaugeRegistry());
    }
}
