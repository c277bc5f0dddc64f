package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cipher suite of a James server. */
final class JamesTls {
    static final String SUITES =
            "<supportedCipherSuites><cipherSuite>TLS_AES_256_GCM_SHA384</cipherSuite></supportedCipherSuites>";

    private JamesTls() {}

    /** Without it the client's first choice counts, which is AES-128. */
    static void restrictSuite(Path pop3server) throws IOException {
        String shipped = Files.readString(pop3server);
        String restricted = shipped.replaceFirst("</supportedProtocols>", "</supportedProtocols>" + SUITES);
        if (restricted.equals(shipped)) {
            throw new IOException("no supportedProtocols in " + pop3server);
        }
        Files.writeString(pop3server, restricted);
    }
}
