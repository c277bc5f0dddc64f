// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.testing.TestCertificate;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server gets of a password, and before what. A server on a loopback address stands for one behind a network. */
class Pop3LoginTest {
    private static final String ANNA = "anna@example.org";
    private static final String WITH_STLS = "+OK\r\nSTLS\r\nSASL LOGIN PLAIN\r\n.\r\n";

    private final Instant from = Clock.systemUTC().instant().minus(Duration.ofDays(1));
    private final TestCertificate ours = TestCertificate.authority("ours", from);

    @TempDir
    private Path scratch;

    private Optional<ForeignMaildrop> find(String address, boolean farAway) throws Exception {
        Path file = Files.writeString(scratch.resolve("ca.pem"), ours.certificatePem());
        Pop3Access access = new Pop3Access(TrustedAuthorities.in(file), Optional.empty(), server -> !farAway);
        return MailSources.of(address, Optional.empty(), access, Clock.systemUTC())
                .find(new ForeignAccount(ANNA, Username.of(ANNA), ForeignCredential.clear("geheim".toCharArray())));
    }

    private TestCertificate ofLocalhost() {
        return ours.signed("server", from);
    }

    @Test
    void logsInUnderTlsThatBeginsWithStls() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .answer("CAPA", WITH_STLS)
                .answer("STLS", StandInPop3.TLS)
                .tls(ofLocalhost())
                .start()) {
            find("pop3://localhost:" + server.port(), true).orElseThrow().close();

            assertThat(server.received())
                    .containsExactly("CAPA", "STLS", "CAPA", "AUTH PLAIN", " " + ANNA + " geheim", "QUIT");
        }
    }

    @Test
    void logsInUnderTlsThatBeginsAtOnce() throws Exception {
        try (StandInPop3 server = new StandInPop3().tlsAtOnce(ofLocalhost()).start()) {
            find("pop3s://localhost:" + server.port(), true).orElseThrow().close();

            assertThat(server.received()).containsExactly("CAPA", "AUTH PLAIN", " " + ANNA + " geheim", "QUIT");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNoPasswordToAServerThatIsUnknownOrHasAnotherName(boolean atOnce) throws Exception {
        for (TestCertificate unknown :
                List.of(TestCertificate.authority("another", from).signed("server", from), ofLocalhost())) {
            StandInPop3 server = new StandInPop3().answer("CAPA", WITH_STLS).answer("STLS", StandInPop3.TLS);
            try (StandInPop3 started = (atOnce ? server.tlsAtOnce(unknown) : server.tls(unknown)).start()) {
                // the certificates are of localhost, not of its address
                String host = unknown.certificate()
                                .getIssuerX500Principal()
                                .equals(ours.certificate().getSubjectX500Principal())
                        ? "127.0.0.1"
                        : "localhost";

                assertThatThrownBy(() -> find((atOnce ? "pop3s://" : "pop3://") + host + ":" + started.port(), true))
                        .isInstanceOf(IOException.class);

                assertThat(started.received()).isEqualTo(atOnce ? List.of() : List.of("CAPA", "STLS"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK\r\nSASL PLAIN\r\n.\r\n", "-ERR what\r\n"})
    void sendsNoPasswordToAServerWithoutTls(String capabilities) throws Exception {
        try (StandInPop3 server = new StandInPop3().answer("CAPA", capabilities).start()) {
            assertThatThrownBy(() -> find("pop3://localhost:" + server.port(), true))
                    .isInstanceOf(ConvertException.class)
                    .hasMessageContaining("the server has no TLS");

            assertThat(server.received()).containsExactly("CAPA");
        }
    }

    @Test
    void sendsNoPasswordWhereStlsIsRefused() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .answer("CAPA", WITH_STLS)
                .answer("STLS", "-ERR not now\r\n")
                .start()) {
            assertThatThrownBy(() -> find("pop3://localhost:" + server.port(), true))
                    .hasMessageContaining("the server says: -ERR not now");

            assertThat(server.received()).containsExactly("CAPA", "STLS");
        }
    }

    @Test
    void sendsNothingMoreWhereSomebodyHasAnsweredBeforeTls() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .answer("CAPA", WITH_STLS)
                .answer("STLS", "+OK begin\r\n+OK\r\nSASL PLAIN\r\n.\r\n+ \r\n+OK\r\n")
                .start()) {
            assertThatThrownBy(() -> find("pop3://localhost:" + server.port(), true))
                    .isInstanceOf(ConvertException.class)
                    .hasMessageContaining("has sent something before TLS");

            assertThat(server.received()).containsExactly("CAPA", "STLS");
        }
    }

    @Test
    void logsInWithoutTlsOnTheSameMachine() throws Exception {
        try (StandInPop3 server = new StandInPop3().answer("CAPA", WITH_STLS).start()) {
            find("pop3://127.0.0.1:" + server.port(), false).orElseThrow().close();

            assertThat(server.received()).containsExactly("CAPA", "AUTH PLAIN", " " + ANNA + " geheim", "QUIT");
        }
    }

    @Test
    void asksForMessagesInUtf8WhereTheServerHasThem() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .answer("CAPA", "+OK\r\nSTLS\r\nUTF8 USER\r\nSASL PLAIN\r\n.\r\n")
                .answer("STLS", StandInPop3.TLS)
                .answer("UTF8", "+OK\r\n")
                .tls(ofLocalhost())
                .start()) {
            find("pop3://localhost:" + server.port(), true).orElseThrow().close();

            assertThat(server.received()).startsWith("CAPA", "STLS", "CAPA", "UTF8", "AUTH PLAIN");
        }
    }
}
