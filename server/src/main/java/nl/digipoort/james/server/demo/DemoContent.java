// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.net.ssl.SSLContext;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.apache.james.cli.probe.impl.JmxDataProbe;
import org.apache.james.cli.probe.impl.JmxMailboxProbe;

/** Fills a new server from outside, as an operator and an agency would: through James's JMX, and by SMTP. */
public final class DemoContent {
    private static final String INBOX = "INBOX";
    private static final String USER_NAMESPACE = "#private";
    private static final int ATTEMPTS = 300;
    private static final int PAUSE_MILLIS = 100;

    private final JmxConnection jmx;
    private final String domain;

    /** @param domain the domain of the accounts; created if it does not exist */
    public DemoContent(JmxConnection jmx, String domain) {
        this.jmx = jmx;
        this.domain = domain;
    }

    /** Creates an account for each name, like the James CLI. */
    public List<DemoAccount> accounts(List<String> names) throws Exception {
        JmxDataProbe data = new JmxDataProbe().connect(jmx);
        if (!data.containsDomain(domain)) {
            data.addDomain(domain);
        }
        SecureRandom random = new SecureRandom();
        List<DemoAccount> accounts = names.stream()
                .map(name -> DemoAccount.withNewPassword(name + "@" + domain, random))
                .toList();
        for (DemoAccount account : accounts) {
            data.addUser(account.user(), account.password());
        }
        return accounts;
    }

    /** Creates this account, and its domain if it does not exist. */
    public void add(DemoAccount account) throws Exception {
        JmxDataProbe data = new JmxDataProbe().connect(jmx);
        String of = account.user().substring(account.user().indexOf('@') + 1);
        if (!data.containsDomain(of)) {
            data.addDomain(of);
        }
        data.addUser(account.user(), account.password());
    }

    /** Appends the two messages of the worked example to the account's maildrop, octet for octet. */
    public void appendExampleMessages(DemoAccount account, Path scratch) throws Exception {
        JmxMailboxProbe mailboxes = new JmxMailboxProbe().connect(jmx);
        mailboxes.createMailbox(USER_NAMESPACE, account.user(), INBOX);
        long[] sizes = {ExampleMessage.SMALL, ExampleMessage.LARGE};
        for (int i = 0; i < sizes.length; i++) {
            Path file = scratch.resolve("bericht-" + (i + 1) + ".eml");
            ExampleMessage.of(i + 1, account.user(), sizes[i]).write(file);
            mailboxes.importEmlFileToMailbox(
                    USER_NAMESPACE, account.user(), INBOX, file.toAbsolutePath().toString());
        }
    }

    /** Appends each file of the folder to the account's maildrop, in the order of the names, octet for octet. */
    public void appendFiles(DemoAccount account, Path folder) throws Exception {
        JmxMailboxProbe mailboxes = new JmxMailboxProbe().connect(jmx);
        if (!mailboxes.listUserMailboxes(account.user()).contains(INBOX)) {
            mailboxes.createMailbox(USER_NAMESPACE, account.user(), INBOX);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                mailboxes.importEmlFileToMailbox(
                        USER_NAMESPACE,
                        account.user(),
                        INBOX,
                        file.toAbsolutePath().toString());
            }
        }
    }

    /** Sends one message to every account by SMTP. */
    public static void send(InetSocketAddress smtp, List<DemoAccount> accounts) throws MessagingException, IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", smtp.getHostString());
        properties.setProperty("mail.smtp.port", Integer.toString(smtp.getPort()));
        properties.setProperty("mail.smtp.localhost", "localhost");
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("douane@overheid.example"));
        for (DemoAccount account : accounts) {
            message.addRecipients(MimeMessage.RecipientType.TO, account.user());
        }
        message.setSubject("Bericht 3");
        message.setText("Dit bericht kwam per SMTP.\r\n");
        message.saveChanges();
        Transport.send(message);
    }

    /** Waits until the account has that many messages: an SMTP server promises delivery but does not wait for it. */
    public static void awaitMessages(DemoAccount account, int count, InetSocketAddress pop3, SSLContext tls)
            throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (stat(account, pop3, tls).startsWith("+OK " + count + " ")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new IOException("the message to " + account.user() + " was not delivered in time");
    }

    private static String stat(DemoAccount account, InetSocketAddress pop3, SSLContext tls) throws IOException {
        try (Pop3Client client = Pop3Client.connect(pop3, Transcript.NONE)) {
            client.readLine();
            client.command("STLS");
            client.startTls(tls, "localhost");
            client.command("USER " + account.user());
            client.command("PASS " + account.password());
            String stat = client.command("STAT");
            client.command("QUIT");
            return stat;
        }
    }
}
