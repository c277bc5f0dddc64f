package nl.digipoort.james.tls;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.GaugeRegistry;

/** The TLS of a server over {@code rsa.key} and {@code rsa.pem} in a directory, for tests of other packages. */
public final class TestServerTls {
    private TestServerTls() {}

    public static ServerTls in(Path directory, GaugeRegistry gauges, Clock clock) throws ConfigurationException {
        return new ServerTls(TestSettings.of(TestSettings.RSA), new TestFiles(directory), gauges, clock);
    }
}
