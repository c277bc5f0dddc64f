// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.it.OtherClient.Server;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.apache.commons.net.pop3.POP3MessageInfo;
import org.apache.commons.net.pop3.POP3SClient;

/** Libraries for Java, used as their documents say: Angus Mail, which implements Jakarta Mail, and Commons Net. */
final class JavaClients {
    private static final String PATIENCE_MILLIS = "300000";

    private JavaClients() {}

    /** @param protocol {@code pop3}, with STLS, or {@code pop3s} */
    static String angus(Server server, Account account, String protocol) throws Exception {
        String prefix = "mail." + protocol + ".";
        Properties settings = new Properties();
        if (protocol.equals("pop3")) {
            settings.put(prefix + "starttls.enable", "true");
            settings.put(prefix + "starttls.required", "true");
        }
        settings.put(prefix + "ssl.checkserveridentity", "true");
        settings.put(prefix + "ssl.socketFactory", trusting(server).getSocketFactory());
        settings.put(prefix + "timeout", PATIENCE_MILLIS);
        ByteArrayOutputStream fetched = new ByteArrayOutputStream();
        try (Store store = Session.getInstance(settings).getStore(protocol)) {
            store.connect(server.host(), server.port(), account.user(), account.password());
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                for (Message message : inbox.getMessages()) {
                    message.writeTo(fetched);
                    message.setFlag(Flags.Flag.DELETED, true);
                }
            }
        }
        return fetched.toString(ISO_8859_1).replace("\r\n", "\n");
    }

    static String commonsNet(Server server, Account account, boolean tlsAtOnce) throws Exception {
        POP3SClient client = new POP3SClient(tlsAtOnce, trusting(server));
        client.setEndpointCheckingEnabled(true);
        client.setDefaultTimeout(Integer.parseInt(PATIENCE_MILLIS));
        StringWriter fetched = new StringWriter();
        client.connect(server.host(), server.port());
        try {
            assertThat(tlsAtOnce || client.execTLS()).isTrue();
            assertThat(client.login(account.user(), account.password())).isTrue();
            for (POP3MessageInfo message : client.listUniqueIdentifiers()) {
                try (Reader reader = client.retrieveMessage(message.number)) {
                    reader.transferTo(fetched);
                }
                assertThat(client.deleteMessage(message.number)).isTrue();
            }
            assertThat(client.logout()).isTrue();
        } finally {
            client.disconnect();
        }
        return fetched.toString().replace("\r\n", "\n");
    }

    private static SSLContext trusting(Server server) throws Exception {
        return TrustedCertificate.context(Path.of(server.certificate()));
    }
}
