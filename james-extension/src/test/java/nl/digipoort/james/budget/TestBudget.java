// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** A budget for tests: a message takes its own size, and no message is free. */
public final class TestBudget {
    private TestBudget() {}

    public static BodyBudget of(long capacity) {
        return of(capacity, Path.of(System.getProperty("java.io.tmpdir")), new RecordingMetricFactory());
    }

    public static BodyBudget of(long capacity, Path spoolDirectory, RecordingMetricFactory metrics) {
        BudgetSettings settings = settings("<freeBelow>0</freeBelow><longestWait>7</longestWait><spoolDirectory>"
                + spoolDirectory + "</spoolDirectory>");
        return new BodyBudget(
                capacity, MessageCost.times(1), settings, new BudgetMetrics(metrics, new NoopGaugeRegistry()));
    }

    public static BudgetSettings settings(String elements) {
        try {
            return read(elements);
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    static BudgetSettings read(String elements) throws ConfigurationException {
        byte[] xml = ("<root><bodies>" + elements + "</bodies></root>").getBytes(StandardCharsets.UTF_8);
        return BudgetSettings.from(Section.only(
                "pop3server.xml", FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml)), "bodies"));
    }
}
