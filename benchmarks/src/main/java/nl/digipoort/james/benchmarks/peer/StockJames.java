// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.benchmarks.client.Authentication;
import nl.digipoort.james.benchmarks.process.Child;

/** The in-memory James of the Apache project with its own POP3 server: its fastest store, without a disk. */
public final class StockJames extends JamesPeer {
    private static final String NAME = "stock-james";
    private static final Duration START = Duration.ofMinutes(5);
    private static final int MANY = 1_000_000;
    /** Messages can only be added one at a time. */
    private static final int MOST_MESSAGES = 10_000;

    private static final List<String> CONFIGURATION = List.of(
            "domainlist.xml",
            "imapserver.xml",
            "jmx.properties",
            "jvm.properties",
            "listeners.xml",
            "lmtpserver.xml",
            "logback.xml",
            "mailetcontainer.xml",
            "mailrepositorystore.xml",
            "managesieveserver.xml",
            "pop3server.xml",
            "smtpserver.xml",
            "usersrepository.xml",
            "webadmin.properties");

    private final Path jars;
    private final Path home;
    private final Certificate certificate;
    private final List<String> javaOptions;
    private InetSocketAddress smtp;

    /** @param jars the directory of its class path */
    public StockJames(Path jars, Path home, Certificate certificate, List<String> javaOptions) {
        this.jars = jars;
        this.home = home;
        this.certificate = certificate;
        this.javaOptions = javaOptions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "james-server-memory-app 3.8.1, USER/PASS; " + Jvm.version() + " " + String.join(" ", javaOptions);
    }

    @Override
    public Authentication authentication() {
        return Authentication.USER_PASS;
    }

    @Override
    public int mostSessions() {
        return MANY;
    }

    @Override
    public int mostMessages() {
        return MOST_MESSAGES;
    }

    @Override
    public void start(List<Maildrop> maildrops) throws Exception {
        Path conf = Files.createDirectories(home.resolve("conf"));
        configure(conf);
        int port = Loopback.freePort();
        int jmxPort = Loopback.freePort();
        smtp = Loopback.at(Loopback.freePort());
        runs(Child.start(home.resolve("james.out"), command(conf, port, jmxPort)));
        listensAt(Loopback.at(port));
        String unused = server().await("JAMES server started", START);
        try (JamesAdministration james = JamesAdministration.connect(jmxPort, conf)) {
            new JamesContent(james, home).make(maildrops, Integer.MAX_VALUE);
        }
    }

    /** The SMTP address, known after the start. */
    public InetSocketAddress smtp() {
        return smtp;
    }

    private void configure(Path conf) throws IOException {
        for (String name : CONFIGURATION) {
            try (InputStream in = StockJames.class.getResourceAsStream("stock-james/" + name)) {
                Files.write(conf.resolve(name), in.readAllBytes());
            }
        }
        Path tls = Files.createDirectories(conf.resolve("tls"));
        Files.copy(certificate.privateKey(), tls.resolve("private.key"));
        Files.copy(certificate.chain(), tls.resolve("certificate.pem"));
    }

    private List<String> command(Path conf, int port, int jmxPort) {
        List<String> command = new ArrayList<>(List.of(Jvm.tool("java")));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-cp",
                jars + "/*",
                "-Dworking.directory=" + home + "/",
                "-Dextra.props=" + conf.resolve("jvm.properties"),
                "-Dlogback.configurationFile=" + conf.resolve("logback.xml"),
                "-Dbench.pop3.port=" + port,
                "-Dbench.smtp.port=" + smtp.getPort(),
                "-Dbench.jmx.port=" + jmxPort,
                "org.apache.james.MemoryJamesServerMain"));
        return command;
    }
}
