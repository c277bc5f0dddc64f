// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.benchmarks.client.Authentication;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.Scratch;

/**
 * The embedded server as built, with the configuration that it ships with. These settings differ: the certificate; the limits on
 * connections; no immediate TLS on the STLS port, because the other servers have only STLS and no client waits for its greeting; and, while
 * accounts are created, a fast password hash, which a DIGEST-MD5 login never computes.
 */
public final class Digipoort extends JamesPeer implements RestartablePeer {
    private static final String NAME = "digipoort";
    private static final Duration START = Duration.ofMinutes(5);
    static final String QUICK_HASH = "<algorithm>PBKDF2-SHA512-1000-512</algorithm>";
    private static final int MANY = 1_000_000;

    private final String name;
    private final Path distribution;
    private final Path scratch;
    private final Path home;
    private final Certificate certificate;
    private final List<String> javaOptions;
    private final Storage storage;
    private int jmxPort;
    private InetSocketAddress smtp;
    private Optional<InetSocketAddress> lmtp = Optional.empty();

    public Digipoort(Path distribution, Path scratch, Certificate certificate, List<String> javaOptions) {
        this(NAME, distribution, scratch, certificate, javaOptions);
    }

    /** @param name of this build or of these options, where two are compared */
    public Digipoort(String name, Path distribution, Path scratch, Certificate certificate, List<String> javaOptions) {
        this(name, distribution, scratch, certificate, javaOptions, new HsqldbFiles());
    }

    /** @param database started before the server, and closed after it */
    public Digipoort(
            Path distribution, Path scratch, Certificate certificate, List<String> javaOptions, Postgres database) {
        this(NAME, distribution, scratch, certificate, javaOptions, database);
    }

    private Digipoort(
            String name,
            Path distribution,
            Path scratch,
            Certificate certificate,
            List<String> javaOptions,
            Storage storage) {
        this.name = name;
        this.distribution = distribution;
        this.scratch = scratch;
        this.home = scratch.resolve("home");
        this.certificate = certificate;
        this.javaOptions = javaOptions;
        this.storage = storage;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "embedded server on " + storage.product() + "; " + Jvm.version() + " " + String.join(" ", javaOptions);
    }

    @Override
    public Authentication authentication() {
        return Authentication.DIGEST_MD5;
    }

    @Override
    public int mostSessions() {
        return MANY;
    }

    @Override
    public int mostMessages() {
        return MANY;
    }

    @Override
    public void start(List<Maildrop> maildrops) throws Exception {
        configure();
        fill(maildrops);
        // the copies of the messages were not made by the server
        run("--accept-loss");
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        close();
        run();
    }

    private void configure() throws Exception {
        Path conf = home.resolve("conf");
        Scratch.copy(distribution.resolve("conf"), conf);
        certificate.copyTo(Files.createDirectories(conf.resolve("tls")));
        Path pop3server = conf.resolve("pop3server.xml");
        liftLimits(pop3server);
        lmtp = LmtpListener.moveToLoopback(conf);
        storage.configure(conf);
    }

    /** The SMTP address, known after the start. */
    public InetSocketAddress smtp() {
        return smtp;
    }

    /** The LMTP address, known after the start; empty if this build has no LMTP. */
    public Optional<InetSocketAddress> lmtp() {
        return lmtp;
    }

    /** Whether a distribution supports LMTP. */
    public static boolean hasLmtp(Path distribution) throws IOException {
        return LmtpListener.isIn(distribution.resolve("conf"));
    }

    /** All clients of a benchmark have one address, and open more sessions than one address may. They use STLS. */
    static void liftLimits(Path pop3server) throws IOException {
        String lifted = Files.readString(pop3server)
                .replaceFirst("<connectionLimit>[0-9]+<", "<connectionLimit>0<")
                .replaceFirst("<connectionLimitPerIP>[0-9]+<", "<connectionLimitPerIP>0<")
                .replaceFirst("<immediateTls enabled=\"true\">", "<immediateTls enabled=\"false\">");
        Files.writeString(pop3server, lifted);
    }

    private void fill(List<Maildrop> maildrops) throws Exception {
        Path users = home.resolve("conf/usersrepository.xml");
        Path shipped = scratch.resolve("usersrepository.xml");
        Files.copy(users, shipped, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(users, Files.readString(shipped).replaceFirst("<algorithm>.*</algorithm>", QUICK_HASH));
        run();
        try (JamesAdministration james = JamesAdministration.connect(jmxPort, home.resolve("conf"))) {
            new JamesContent(james, scratch).make(maildrops, 1);
        }
        close();
        Files.copy(shipped, users, StandardCopyOption.REPLACE_EXISTING);
        storage.multiply(home, maildrops);
    }

    private void run(String... options) throws IOException, InterruptedException {
        // by its script, as everybody starts it: that maps the class data, if the distribution has any
        List<String> command = new ArrayList<>(List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "DIGIPOORT_JAVA_OPTS=" + String.join(" ", javaOptions),
                distribution.resolve("bin/digipoort").toString(),
                "run",
                "--home",
                home.toString(),
                "--bind=127.0.0.1",
                "--pop3-port=0",
                "--smtp-port=0",
                "--webadmin-port=0",
                "--jmx-port=0"));
        command.addAll(List.of(options));
        runs(Child.start(scratch.resolve("digipoort.out"), command));
        String ready = server().await("jmx=127.0.0.1:", START);
        listensAt(Loopback.at(port(ready, "pop3")));
        smtp = Loopback.at(port(ready, "smtp"));
        jmxPort = port(ready, "jmx");
    }

    static int port(String ready, String of) {
        Matcher matcher = Pattern.compile(of + "=127\\.0\\.0\\.1:([0-9]+)").matcher(ready);
        if (!matcher.find()) {
            throw new IllegalStateException("no port of " + of + " in: " + ready);
        }
        return Integer.parseInt(matcher.group(1));
    }
}
