// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.testing.TestCertificate;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.NoopGaugeRegistry;

/** The TLS of a server over {@code rsa.key} and {@code rsa.pem} in a directory, for tests of other packages. */
public final class TestServerTls {
    private TestServerTls() {}

    public static ServerTls in(Path directory, GaugeRegistry gauges, Clock clock) throws ConfigurationException {
        return new ServerTls(TestSettings.of(TestSettings.RSA), new TestFiles(directory), gauges, clock);
    }

    /** One that asks clients for a certificate, and is not started. */
    public static ServerTls askingForCertificates(Path directory) throws ConfigurationException {
        return new ServerTls(
                TestSettings.of(TestSettings.RSA
                        + "<clientAuth mode=\"want\"><truststore>file://trusted.pem</truststore></clientAuth>"),
                new TestFiles(directory),
                new NoopGaugeRegistry(),
                Clock.systemUTC());
    }

    /** The same, which looks at its files every second when it is watched. */
    public static ServerTls watched(Path directory, Clock clock) throws ConfigurationException {
        return new ServerTls(
                TestSettings.of(TestSettings.RSA + "<reloadInterval>1</reloadInterval>"),
                new TestFiles(directory),
                new NoopGaugeRegistry(),
                clock);
    }

    /** The same, started, with a certificate of its own. */
    public static ServerTls started(Path directory, String provider) throws ConfigurationException {
        Clock clock = Clock.systemUTC();
        TestCertificate.rsa("localhost", clock.instant())
                .write(directory.resolve("rsa.key"), directory.resolve("rsa.pem"));
        ServerTls tls = new ServerTls(
                TestSettings.of(TestSettings.RSA + "<provider>" + provider + "</provider>"),
                new TestFiles(directory),
                new NoopGaugeRegistry(),
                clock);
        tls.start();
        return tls;
    }

    /** How many engines of native TLS are not released yet. */
    public static int engines(ServerTls tls) {
        return tls.engines();
    }

    /** The TLS of a client that accepts every certificate. */
    public static SSLContext client() throws GeneralSecurityException {
        return TlsClient.context();
    }
}
