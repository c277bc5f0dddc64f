// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.net.URI;
import java.net.URISyntaxException;

/** A POP3 server, {@code pop3://HOST:PORT} or {@code pop3s://HOST:PORT}; without a port 110 or 995. Immutable. */
final class Pop3Address {
    private final String host;
    private final int port;
    private final boolean tlsAtOnce;

    private Pop3Address(String host, int port, boolean tlsAtOnce) {
        this.host = host;
        this.port = port;
        this.tlsAtOnce = tlsAtOnce;
    }

    static Pop3Address parse(String text) throws ConvertException {
        try {
            URI uri = new URI(text).parseServerAuthority();
            boolean tlsAtOnce = uri.getScheme().equals("pop3s");
            boolean bare = uri.getUserInfo() == null
                    && (uri.getPath() == null || uri.getPath().isEmpty())
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (uri.getHost() == null || !bare || uri.getPort() == 0 || uri.getPort() > 65_535) {
                throw new ConvertException("no address of a server: \"" + text + "\"; allowed: pop3://HOST:PORT");
            }
            int port = uri.getPort() < 0 ? (tlsAtOnce ? 995 : 110) : uri.getPort();
            return new Pop3Address(uri.getHost().replaceAll("[\\[\\]]", ""), port, tlsAtOnce);
        } catch (URISyntaxException e) {
            throw new ConvertException("no address of a server: \"" + text + "\"; allowed: pop3://HOST:PORT", e);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** Otherwise TLS begins with {@code STLS}. */
    boolean isTlsAtOnce() {
        return tlsAtOnce;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
