// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import nl.digipoort.james.testing.TestCertificate;

/** A client with the JDK's TLS. It accepts every certificate and shows what it received. */
final class TlsClient implements AutoCloseable {
    private final SSLSocket socket;

    private TlsClient(SSLSocket socket) {
        this.socket = socket;
    }

    static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, null);
        return context;
    }

    /** The same, with a client certificate. */
    static SSLContext context(TestCertificate own) throws GeneralSecurityException, IOException {
        char[] secret = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.privateKey(), secret, new Certificate[] {own.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, secret);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anyone()}, null);
        return context;
    }

    /** @param suites the JDK's own if there are none */
    static TlsClient connect(InetSocketAddress server, SSLContext context, String protocol, String... suites)
            throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(server.getAddress(), server.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        if (suites.length > 0) {
            parameters.setCipherSuites(suites);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        return new TlsClient(socket);
    }

    /** Waits for an echoed octet. By then the session tickets of TLS 1.3 have arrived. */
    boolean echoes() throws IOException {
        socket.getOutputStream().write('x');
        return socket.getInputStream().read() == 'x';
    }

    /** The name by which the server knows this client. */
    String seenAs() throws IOException {
        return askFor('?');
    }

    /** What this end of the connection exports; fails where Java cannot. */
    String exported() {
        return BaseEncoding.base16()
                .encode(KeyingMaterial.of(socket.getSession()).orElseThrow());
    }

    /** The answer to a question of one octet. */
    String askFor(char question) throws IOException {
        socket.getOutputStream().write(question);
        StringBuilder name = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            if (octet < 0) {
                throw new IOException("the server has closed the connection");
            }
            name.append((char) octet);
        }
        return name.toString();
    }

    X509Certificate certificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    String suite() {
        return socket.getSession().getCipherSuite();
    }

    /** When the session began. A resumed session began on an earlier connection. */
    long sessionBegin() {
        return socket.getSession().getCreationTime();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
