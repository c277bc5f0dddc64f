// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/** James's metrics about how TLS began on connections, and with which version. Thread-safe. */
@Singleton
final class TlsMetrics {
    private final Metric atOnce;
    private final Metric byStls;
    private final Metric failed;
    private final Map<String, Metric> versions;

    @Inject
    TlsMetrics(MetricFactory factory) {
        this.atOnce = factory.generate("digipoort-tls-at-once");
        this.byStls = factory.generate("digipoort-tls-stls");
        this.failed = factory.generate("digipoort-tls-failed");
        this.versions = Map.of(
                "TLSv1", factory.generate("digipoort-tls-version-1-0"),
                "TLSv1.1", factory.generate("digipoort-tls-version-1-1"),
                "TLSv1.2", factory.generate("digipoort-tls-version-1-2"),
                "TLSv1.3", factory.generate("digipoort-tls-version-1-3"));
    }

    /** The handshake of a connection that began with TLS succeeded. */
    void securedAtOnce(String version) {
        atOnce.increment();
        count(version);
    }

    /** The handshake after STLS succeeded. */
    void securedByStls(String version) {
        byStls.increment();
        count(version);
    }

    private void count(String version) {
        Optional.ofNullable(versions.get(version)).ifPresent(Metric::increment);
    }

    /** A connection ended before its handshake did. */
    void failed() {
        failed.increment();
    }
}
