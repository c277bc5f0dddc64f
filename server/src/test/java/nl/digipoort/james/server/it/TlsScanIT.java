package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.server.EmbeddedGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Debian's testssl.sh against a server with the TLS that ships: nothing outside these lists is offered, and no known weakness is
 * found. The certificate is the operator's and is not judged. The scans run side by side, since most of their time is waiting.
 */
class TlsScanIT {
    private static final Set<String> PROTOCOLS = Set.of("TLS1_2", "TLS1_3");
    private static final Set<String> REFUSED_PROTOCOLS = Set.of("SSLv2", "SSLv3", "TLS1", "TLS1_1");

    private static final Set<String> SUITES = Set.of(
            "tls1_2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "tls1_2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "tls1_2 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "tls1_2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "tls1_2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "tls1_2 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "tls1_3 TLS_AES_128_GCM_SHA256",
            "tls1_3 TLS_AES_256_GCM_SHA384",
            "tls1_3 TLS_CHACHA20_POLY1305_SHA256");

    private static final Set<String> GROUPS = Set.of("X25519", "prime256v1", "secp384r1", "secp521r1");

    private static final String[] CHECKS = {"--protocols", "--server-preference", "--pfs", "-E", "--vulnerable"};

    private static final Set<String> WEAKNESSES = Set.of(
            "heartbleed",
            "CCS",
            "ROBOT",
            "secure_renego",
            "secure_client_renego",
            "CRIME_TLS",
            "POODLE_SSL",
            "fallback_SCSV",
            "SWEET32",
            "FREAK",
            "DROWN",
            "LOGJAM",
            "BEAST",
            "LUCKY13",
            "RC4");

    /** Findings about the scan and not about the server. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "engine_problem", "testssl.sh's own OpenSSL has no GOST",
            "service", "testssl.sh knows POP3 by STARTTLS only");

    @TempDir
    private static Path scratch;

    private static final Map<Service, Future<List<Finding>>> SCANS = new EnumMap<>(Service.class);

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
        List<Finding> findings = findings(service);

        assertThat(findings)
                .filteredOn(finding -> PROTOCOLS.contains(finding.id))
                .hasSize(PROTOCOLS.size())
                .allMatch(finding -> finding.text.startsWith("offered"));
        assertThat(findings)
                .filteredOn(finding -> REFUSED_PROTOCOLS.contains(finding.id))
                .hasSize(REFUSED_PROTOCOLS.size())
                .allMatch(finding -> finding.text.equals("not offered"));
    }

    @ParameterizedTest
    @EnumSource
    void offersTheseSuitesAlone(Service service) throws Exception {
        assertThat(findings(service))
                .filteredOn(finding -> finding.id.startsWith("cipher-"))
                .extracting(Finding::suite)
                .containsExactlyInAnyOrderElementsOf(SUITES);
    }

    @ParameterizedTest
    @EnumSource
    void offersTheseGroupsAlone(Service service) throws Exception {
        assertThat(findings(service))
                .filteredOn(finding -> finding.id.equals("PFS_ECDHE_curves"))
                .singleElement()
                .extracting(finding -> List.of(finding.text.trim().split("\\s+")))
                .satisfies(groups -> assertThat(groups).isNotEmpty().isSubsetOf(GROUPS));
        // groups of finite fields
        assertThat(findings(service)).noneMatch(finding -> finding.id.startsWith("DH_groups"));
    }

    @ParameterizedTest
    @EnumSource
    void hasNoKnownWeakness(Service service) throws Exception {
        List<Finding> findings = findings(service);

        assertThat(findings).extracting(Finding::id).containsAll(WEAKNESSES).contains("cipher_order");
        assertThat(findings)
                .filteredOn(finding -> !EXPLAINED.containsKey(finding.id))
                .allMatch(finding -> Set.of("OK", "INFO").contains(finding.severity));
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

    private static List<Finding> findings(Service service) throws Exception {
        return SCANS.get(service).get();
    }

    private static List<Finding> scan(Service service) throws Exception {
        Path table = scratch.resolve(service + ".csv");
        List<String> command = new ArrayList<>(List.of("testssl", "--quiet", "--color", "0", "--warnings", "batch"));
        command.addAll(List.of("--nodns", "none", "--ip", "127.0.0.1", "--openssl-timeout", "20"));
        command.addAll(List.of("--csvfile", table.toString()));
        command.addAll(List.of(CHECKS));
        if (!service.starttls.isEmpty()) {
            command.addAll(List.of("--starttls", service.starttls));
        }
        EmbeddedGateway process = gateway.process();
        command.add("localhost:" + (service == Service.SMTP ? process.smtpPort() : process.pop3Port()));
        // its exit status counts findings
        RealClient.Ended ended = RealClient.in(scratch).attempt(command.toArray(String[]::new));

        assertThat(ended.printed()).contains(" Done ");
        return Files.readAllLines(table).stream().skip(1).map(Finding::parse).toList();
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

    /** A line of testssl.sh's table. */
    private record Finding(String id, String severity, String text) {
        private static final Pattern LINE =
                Pattern.compile("\"([^\"]*)\",\"[^\"]*\",\"[^\"]*\",\"([^\"]*)\",\"([^\"]*)\",.*");

        private static Finding parse(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(line);
            }
            return new Finding(matcher.group(1), matcher.group(2), matcher.group(3));
        }

        /** The protocol, and the suite by its name in the registry. */
        private String suite() {
            String protocol = id.substring("cipher-".length(), id.lastIndexOf('_'));
            return protocol + " "
                    + text.substring(text.trim().lastIndexOf(' ') + 1).trim();
        }
    }
}
