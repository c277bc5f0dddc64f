// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.digipoort.james.server.EmbeddedGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * testssl.sh, and OpenSSL, against a server with the TLS and the certificates that ship: nothing outside these lists is offered, and no
 * known weakness is found. The scans run side by side, since most of their time is waiting.
 */
class TlsScanIT {
    @TempDir
    private static Path scratch;

    private static final Map<Service, Future<TlsScan>> SCANS = new EnumMap<>(Service.class);

    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(Service.values().length);

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.home(scratch.resolve("home"), "<grace>10<", "<grace>500<");
        gateway = TestGateway.on(EmbeddedGateway.start(home));
        for (Service service : Service.values()) {
            SCANS.put(service, EXECUTOR.submit(() -> scan(service)));
        }
    }

    @AfterAll
    static void stop() {
        EXECUTOR.shutdownNow();
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void offersTls12And13Alone(Service service) throws Exception {
        SCANS.get(service).get().offersTls12And13Alone();
    }

    @ParameterizedTest
    @EnumSource
    void offersTheseSuitesAlone(Service service) throws Exception {
        SCANS.get(service).get().offersTheseSuitesAlone(TlsScan.SUITES);
    }

    @ParameterizedTest
    @EnumSource
    void offersTheseGroupsAlone(Service service) throws Exception {
        SCANS.get(service).get().offersOurGroupsAlone();
    }

    @ParameterizedTest
    @EnumSource
    void hasNoKnownWeakness(Service service) throws Exception {
        SCANS.get(service).get().hasNoKnownWeakness();
    }

    @ParameterizedTest
    @EnumSource
    void showsAnRsaAndAnEcdsaCertificateForServersOnly(Service service) throws Exception {
        TlsScan scan = SCANS.get(service).get();

        assertThat(scan.ofCertificates("cert_keySize")).containsExactlyInAnyOrder("RSA 3072 bits", "EC 256 bits");
        assertThat(scan.ofCertificates("cert_keyUsage")).containsOnly("Digital Signature");
        assertThat(scan.ofCertificates("cert_extKeyUsage")).containsOnly("TLS Web Server Authentication");
    }

    @Test
    void letsInEachClientThatTrustsTheFileAlsoOneThatVerifiesRsaAlone() throws Exception {
        assertThat(openssl()).contains("Peer signature type: ECDSA", "Server public key is 256 bit");
        assertThat(openssl("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256", "-sigalgs", "RSA+SHA256"))
                .contains("Peer signature type: RSA", "Server public key is 3072 bit");
    }

    private static String openssl(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-starttls", "pop3", "-crlf", "-ign_eof"));
        command.addAll(List.of("-connect", "127.0.0.1:" + gateway.pop3().getPort()));
        command.addAll(
                List.of("-CAfile", gateway.certificate(), "-verify_return_error", "-verify_hostname", "localhost"));
        command.addAll(List.of("-x509_strict", "-purpose", "sslserver"));
        command.addAll(List.of(options));
        return RealClient.in(scratch).saying("QUIT\n").run(command.toArray(String[]::new));
    }

    private static TlsScan scan(Service service) throws Exception {
        EmbeddedGateway process = gateway.process();
        String address = "localhost:" + (service == Service.SMTP ? process.smtpPort() : process.pop3Port());
        return service.starttls.isEmpty()
                ? TlsScan.run(scratch, service.name(), address)
                : TlsScan.run(scratch, service.name(), "--starttls", service.starttls, address);
    }

    /** What is scanned, and the protocol in which testssl.sh asks for TLS there, if it does. */
    enum Service {
        POP3_WITH_STLS("pop3"),
        POP3_WITH_TLS_AT_ONCE(""),
        SMTP("smtp");

        private final String starttls;

        Service(String starttls) {
            this.starttls = starttls;
        }
    }
}
