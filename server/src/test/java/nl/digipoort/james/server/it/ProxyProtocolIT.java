// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whom a login comes from, when it comes through a proxy. */
class ProxyProtocolIT {
    private static final byte[] HEADER = "PROXY TCP4 203.0.113.9 127.0.0.1 51234 110\r\n".getBytes(US_ASCII);

    @Test
    void knowsTheClientBehindATrustedProxy(@TempDir Path scratch) throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<handlerchain/>",
                "<trustedProxies><proxy>127.0.0.0/8</proxy></trustedProxies><handlerchain/>");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Account account = gateway.newAccount();
            try (Pop3Client client = Pop3Client.connect(gateway.pop3(), Transcript.NONE)) {
                client.sendOctets(HEADER);
                assertThat(client.readLine()).isEqualTo("+OK Hello there.");
                client.command("STLS");
                client.startTls(gateway.tls(), "localhost");
                assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                        .startsWith("+OK");
            }
            try (Pop3Client direct = Pop3Client.connect(gateway.pop3(), Transcript.NONE)) {
                direct.send("CAPA of a client without a header");
                assertThat(direct.read()).isEqualTo(-1);
            }
            assertThat(Files.readString(gateway.process().home().resolve("var/log/digipoort.log")))
                    .contains("login outcome=OK address=203.0.113.9 port=51234 tls=TLSv1.3 cipher=TLS_");
        }
    }

    @Test
    @ExtendWith(SharedGateway.class)
    void doesNotBelieveAStranger(TestGateway gateway) throws Exception {
        try (Pop3Client client = gateway.connect()) {
            client.sendOctets(HEADER);
            assertThat(client.readLine()).isEqualTo("-ERR STLS first");
        }
    }
}
