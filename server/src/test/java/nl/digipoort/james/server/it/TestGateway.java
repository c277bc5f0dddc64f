// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.home.JmxCredentials;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.apache.james.cli.probe.impl.JmxDataProbe;
import org.apache.james.cli.probe.impl.JmxMailboxProbe;

/** A running gateway for tests: accounts and messages through JMX, POP3 over a real socket. */
final class TestGateway implements AutoCloseable {
    static final String DOMAIN = "digipoort.local";

    private static final Duration ARRIVAL = Duration.ofMinutes(1);
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final String NAMESPACE = "#private";

    private final EmbeddedGateway process;
    private final SSLContext tls;

    private TestGateway(EmbeddedGateway process, SSLContext tls) {
        this.process = process;
        this.tls = tls;
    }

    static TestGateway on(EmbeddedGateway process) throws Exception {
        TestGateway gateway = new TestGateway(
                process, TrustedCertificate.context(process.home().resolve("conf/tls/certificate.pem")));
        gateway.ensureDomain();
        return gateway;
    }

    private void ensureDomain() throws Exception {
        try (JmxConnection jmx = jmx()) {
            JmxDataProbe data = new JmxDataProbe().connect(jmx);
            if (!data.containsDomain(DOMAIN)) {
                data.addDomain(DOMAIN);
            }
        }
    }

    EmbeddedGateway process() {
        return process;
    }

    /** The server's certificate, a PEM file. */
    String certificate() {
        return process.home().resolve("conf/tls/certificate.pem").toString();
    }

    SSLContext tls() {
        return tls;
    }

    InetSocketAddress pop3() {
        return new InetSocketAddress("localhost", process.pop3Port());
    }

    /** The LMTP port, which the ready line does not name. */
    int lmtpPort() throws Exception {
        try (JmxConnection jmx = jmx()) {
            String address = jmx.retrieveBean(BoundAddresses.class, "nl.digipoort.james:type=listener,name=lmtp")
                    .getBoundAddresses()[0];
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        }
    }

    /** The MBean of a listener. */
    public interface BoundAddresses {
        String[] getBoundAddresses();
    }

    /** Creates an account that no other test uses. */
    Account newAccount() throws Exception {
        return newAccount("geheim" + ACCOUNTS.get());
    }

    Account newAccount(String password) throws Exception {
        Account account = new Account("bedrijf" + ACCOUNTS.incrementAndGet() + "@" + DOMAIN, password);
        try (JmxConnection jmx = jmx()) {
            new JmxDataProbe().connect(jmx).addUser(account.user(), account.password());
        }
        return account;
    }

    /** Sets a password like the James CLI. */
    void setPassword(Account account, String password) throws Exception {
        try (JmxConnection jmx = jmx()) {
            new JmxDataProbe().connect(jmx).setPassword(account.user(), password);
        }
    }

    /** Appends messages to the maildrop, octet for octet, without SMTP. */
    void append(Account account, String... messages) throws Exception {
        Path file = Files.createTempFile("message", ".eml");
        try (JmxConnection jmx = jmx()) {
            JmxMailboxProbe mailboxes = new JmxMailboxProbe().connect(jmx);
            for (String message : messages) {
                Files.write(file, message.getBytes(StandardCharsets.ISO_8859_1));
                mailboxes.importEmlFileToMailbox(NAMESPACE, account.user(), "INBOX", file.toString());
            }
        } finally {
            Files.delete(file);
        }
    }

    void append(Account account, Path file) throws Exception {
        try (JmxConnection jmx = jmx()) {
            new JmxMailboxProbe()
                    .connect(jmx)
                    .importEmlFileToMailbox(NAMESPACE, account.user(), "INBOX", file.toString());
        }
    }

    JmxConnection jmx() throws IOException {
        JmxCredentials credentials = JmxCredentials.read(process.home().resolve("conf"));
        return new JmxConnection(
                "127.0.0.1",
                process.jmxPort(),
                Optional.of(new JmxConnection.AuthCredential(credentials.user(), credentials.password())));
    }

    WebAdminClient webAdmin() {
        return process.webAdmin();
    }

    /** Connects and reads the greeting. */
    Pop3Client connect() throws IOException {
        Pop3Client client = Pop3Client.connect(pop3(), Transcript.NONE);
        client.readLine();
        return client;
    }

    /** Connects and starts TLS. */
    Pop3Client secured() throws IOException {
        Pop3Client client = connect();
        client.command("STLS");
        client.startTls(tls, "localhost");
        return client;
    }

    /** Logs in with USER and PASS. */
    Pop3Client loggedIn(Account account) throws IOException {
        Pop3Client client = secured();
        client.command("USER " + account.user());
        String answer = client.command("PASS " + account.password());
        if (!answer.startsWith("+OK")) {
            client.close();
            throw new IOException("the login of " + account.user() + " was answered " + answer);
        }
        return client;
    }

    /** The message sizes of a maildrop, read in a separate session. */
    List<String> list(Account account) {
        try (Pop3Client client = loggedIn(account)) {
            client.command("LIST");
            List<String> lines = client.readLines();
            client.command("QUIT");
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the maildrop has this many messages. */
    void awaitMessages(Account account, int count) {
        await().atMost(ARRIVAL).untilAsserted(() -> assertThat(webAdmin().messagesOf(account.user()))
                .isEqualTo(Integer.toString(count)));
    }

    /** The unique-ids of a maildrop, in the order of its messages. */
    List<String> uniqueIds(Account account) throws IOException {
        try (Pop3Client client = loggedIn(account)) {
            client.command("UIDL");
            List<String> lines = client.readLines();
            client.command("QUIT");
            return lines.stream()
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** An account of a test. */
    record Account(String user, String password) {
        String localPart() {
            return user.substring(0, user.indexOf('@'));
        }
    }

    /** The current value of a metric, from WebAdmin. */
    double metric(String name) throws IOException, InterruptedException {
        return webAdmin()
                .get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow();
    }
}
