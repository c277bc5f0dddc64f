// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.server.database.DatabaseDamage;
import nl.digipoort.james.server.demo.DemoAccount;
import nl.digipoort.james.server.demo.DemoContent;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.TrustedCertificate;
import nl.digipoort.james.server.demo.WorkedExample;
import nl.digipoort.james.server.home.JmxCredentials;
import nl.digipoort.james.server.home.StartException;
import org.apache.james.cli.probe.impl.JmxConnection;

/**
 * {@code demo}: a server on a temporary home, with two accounts and the messages of the interface's worked example. It plays the example
 * against itself. A signal stops the server, which then deletes the temporary home.
 */
final class Demo implements Command {
    private static final String ACCOUNT = "--account";
    private static final String CERTIFICATE = "--certificate";
    static final String KEEP = "--keep";
    static final String SEED = "--seed";
    static final Set<String> OPTIONS = Set.of(
            ACCOUNT,
            CERTIFICATE,
            KEEP,
            SEED,
            RunCommand.POP3_PORT,
            RunCommand.SMTP_PORT,
            RunCommand.WEBADMIN_PORT,
            RunCommand.JMX_PORT,
            RunCommand.BIND);

    private static final String DOMAIN = "digipoort.local";
    private static final Ports DEFAULTS = new Ports(
            OptionalInt.of(1110),
            OptionalInt.of(1025),
            OptionalInt.of(8000),
            OptionalInt.of(9999),
            Optional.of("127.0.0.1"));

    private final Ports ports;
    private final Optional<DemoAccount> account;
    private final Optional<Path> certificateCopy;
    private final boolean keep;
    private final boolean seed;

    Demo(Options options) {
        this.account = options.text(ACCOUNT).map(Demo::account);
        this.certificateCopy = options.text(CERTIFICATE).map(Path::of);
        this.keep = options.has(KEEP);
        this.seed = options.has(SEED);
        this.ports = Ports.from(options).orElse(DEFAULTS);
    }

    private static DemoAccount account(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new UsageException("option " + ACCOUNT + " is not NAME:PASSWORD");
        }
        String name = text.substring(0, colon);
        return new DemoAccount(name.contains("@") ? name : name + "@" + DOMAIN, text.substring(colon + 1));
    }

    @Override
    public int execute(Console console) {
        Path scratch = scratchDirectory();
        Gateway gateway = start(scratch);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, scratch), "digipoort-stop"));
        StandardErrorLog.attach();
        try {
            show(console, gateway, scratch);
            gateway.whereTheTokenIs().ifPresent(console::line);
        } catch (Exception e) {
            throw new StartException("the demonstration failed: " + e, e);
        }
        console.line(gateway.endpoints().readyLine());
        return Console.STAY;
    }

    private static Path scratchDirectory() {
        try {
            return Files.createTempDirectory("digipoort-demo-");
        } catch (IOException e) {
            throw new StartException("no scratch directory can be made: " + e, e);
        }
    }

    private Gateway start(Path scratch) {
        try {
            return Gateway.start(scratch.resolve("home"), new EmbeddedServer(DatabaseDamage.REFUSED), ports);
        } catch (StartException e) {
            delete(scratch);
            throw e;
        }
    }

    private void show(Console console, Gateway gateway, Path scratch) throws Exception {
        Path home = scratch.resolve("home");
        InetSocketAddress pop3 = address(gateway.endpoints().pop3());
        Path certificate = home.resolve("conf/tls/certificate.pem");
        List<DemoAccount> accounts = fill(console, gateway, scratch);
        console.line("");
        console.line("The worked example of the interface document, section 1.5, played on " + pop3.getHostString()
                + ":" + pop3.getPort() + ":");
        console.line("");
        SSLContext tls = TrustedCertificate.context(certificate);
        DemoAccount first = accounts.get(0);
        new WorkedExample(pop3, tls, new PrintedTranscript(console)).play(first.user(), first.password());
        console.line("");
        console.line("Sending each account a third message by SMTP ...");
        DemoContent.send(address(gateway.endpoints().smtp()), accounts);
        DemoContent.awaitMessages(first, 2, pop3, tls);
        DemoContent.awaitMessages(accounts.get(1), 3, pop3, tls);
        if (seed) {
            seed(console, gateway, scratch, accounts);
        }
        if (certificateCopy.isPresent()) {
            Files.copy(certificate, certificateCopy.get(), StandardCopyOption.REPLACE_EXISTING);
        }
        console.line("");
        explain(console, accounts, certificate, home, pop3.getPort());
    }

    private void seed(Console console, Gateway gateway, Path scratch, List<DemoAccount> accounts) throws Exception {
        console.line("Putting sample messages into each maildrop ...");
        Path folder = scratch.resolve("samples");
        TestServerCommand.writeSamples(folder, console);
        try (JmxConnection jmx = connect(gateway, scratch)) {
            DemoContent content = new DemoContent(jmx, DOMAIN);
            for (DemoAccount one :
                    Stream.concat(accounts.stream(), account.stream()).toList()) {
                content.appendFiles(one, folder);
            }
        }
    }

    private static JmxConnection connect(Gateway gateway, Path scratch) throws IOException {
        JmxCredentials credentials = JmxCredentials.read(scratch.resolve("home").resolve("conf"));
        InetSocketAddress address = address(gateway.endpoints().jmx());
        return new JmxConnection(
                address.getHostString(),
                address.getPort(),
                Optional.of(new JmxConnection.AuthCredential(credentials.user(), credentials.password())));
    }

    private List<DemoAccount> fill(Console console, Gateway gateway, Path scratch) throws Exception {
        try (JmxConnection jmx = connect(gateway, scratch)) {
            DemoContent content = new DemoContent(jmx, DOMAIN);
            console.line("Making two accounts, and in each the two messages of the worked example ...");
            List<DemoAccount> accounts = content.accounts(List.of("bedrijf1", "bedrijf2"));
            for (DemoAccount one : accounts) {
                content.appendExampleMessages(one, scratch);
            }
            if (account.isPresent()) {
                content.add(account.get());
            }
            return accounts;
        }
    }

    private void explain(Console console, List<DemoAccount> accounts, Path certificate, Path home, int port) {
        DemoAccount last = accounts.get(accounts.size() - 1);
        console.line((keep ? "Home (it stays): " : "Home (deleted when the demonstration stops): ") + home);
        console.line("Connect with curl:");
        console.line("  curl --ssl-reqd --cacert " + certificate + " --login-options AUTH=DIGEST-MD5 --user "
                + last.user() + ":" + last.password() + " pop3://localhost:" + port + "/1");
        console.line("Connect with openssl, then type USER, PASS, LIST, QUIT:");
        console.line("  openssl s_client -quiet -crlf -starttls pop3 -CAfile " + certificate + " -connect localhost:"
                + port);
        Stream.concat(accounts.stream(), account.stream())
                .forEach(one -> console.line("digipoort account user=" + one.user() + " password=" + one.password()));
    }

    private static InetSocketAddress address(Optional<String> endpoint) {
        String text = endpoint.orElseThrow(() -> new StartException("a server that the demonstration needs is off"));
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private void stop(Gateway gateway, Path scratch) {
        StandardErrorLog.detach();
        gateway.stop();
        if (!keep) {
            delete(scratch);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StartException(directory + " cannot be deleted: " + e, e);
        }
    }

    /** Prints the dialogue in the form of the interface document. */
    private record PrintedTranscript(Console console) implements Transcript {
        @Override
        public void server(String line) {
            console.line("S: " + line);
        }

        @Override
        public void client(String line) {
            console.line("  C: " + line);
        }
    }
}
