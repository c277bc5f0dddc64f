// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.ChannelBindings;
import nl.digipoort.james.tls.KeyingMaterial;
import nl.digipoort.james.tls.ServerEndPoint;

/**
 * The channel bindings of a client's connection: what a -PLUS mechanism may be bound to. On TLS 1.3 there are none without tls-exporter,
 * the default there (RFC 9266): a client that keeps to it would choose the mechanism and fail each time.
 */
final class ConnectionBindings {
    private static final String TLS_1_3 = "TLSv1.3";

    private ConnectionBindings() {}

    static ChannelBindings of(DigipoortSession session) {
        return session.getSSLSession().map(ConnectionBindings::of).orElse(ChannelBindings.NONE);
    }

    private static ChannelBindings of(SSLSession tls) {
        Optional<byte[]> exported = KeyingMaterial.of(tls);
        if (tls.getProtocol().equals(TLS_1_3) && exported.isEmpty()) {
            return ChannelBindings.NONE;
        }
        Map<String, byte[]> found = new HashMap<>();
        ServerEndPoint.of(tls).ifPresent(octets -> found.put(ChannelBindings.TLS_SERVER_END_POINT, octets));
        exported.ifPresent(octets -> found.put(ChannelBindings.TLS_EXPORTER, octets));
        return ChannelBindings.of(found);
    }
}
