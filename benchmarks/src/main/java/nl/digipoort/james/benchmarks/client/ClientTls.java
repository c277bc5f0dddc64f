// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 with BoringSSL, which needs a fraction of the processor time of the JDK's client. The certificate is not checked: the servers are
 * ours, on loopback, and a check would take processor time from the servers.
 */
final class ClientTls {
    private ClientTls() {}

    static SslContext context() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .protocols("TLSv1.3")
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no client TLS", e);
        }
    }
}
