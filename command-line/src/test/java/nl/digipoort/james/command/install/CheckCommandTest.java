// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import nl.digipoort.james.command.RecordedTerminal;
import nl.digipoort.james.command.line.UsageException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each part that is taken out of a complete installation is found, and nothing else. */
class CheckCommandTest {
    private static final Path OVERLAY = Path.of("../conf");

    @TempDir
    private static Path template;

    private static SampleJames complete;

    @TempDir
    private Path scratch;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private SampleJames james;

    @BeforeAll
    static void install() throws Exception {
        complete = SampleJames.memory(template.resolve("james"));
        complete.install(new RecordedTerminal());
    }

    @BeforeEach
    void copy() throws Exception {
        james = complete.copy(scratch.resolve("james"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extensions.properties|guice.extension.startable=|#|conf/extensions.properties: guice.extension.startable is not set: neither POP3 nor SMTP is started; wanted: guice.extension.startable with nl.digipoort.james.module.DigipoortStartable",
                "extensions.properties|guice.extension.module=nl.|guice.extension.module=org.|conf/extensions.properties:11: guice.extension.module lacks some: nothing of the extension runs",
                "webadmin.properties|nl.digipoort.james.admin.DigipoortRoutes,|''|conf/webadmin.properties:58: extensions.routes lacks some:",
                "webadmin.properties|,org.apache.james.webadmin.dropwizard.MetricsRoutes|''|conf/webadmin.properties:58: extensions.routes lacks some:",
                "webadmin.properties|routes=nl.|routes=nl.digipoort.james.admin.LockRoutes,nl.|conf/webadmin.properties:58: extensions.routes has nl.digipoort.james.admin.LockRoutes, which is of another version",
                "webadmin.properties|cors.origin=https://none.invalid|cors.origin=*|conf/webadmin.properties:51: James answers Access-Control-Allow-Origin: *",
                "webadmin.properties|host=localhost|host=0.0.0.0|conf/webadmin.properties:26: WebAdmin is open on 0.0.0.0 without TLS",
                "webadmin.properties|enabled=true|enabled=false|conf/webadmin.properties:23: WebAdmin is off",
                "healthcheck.properties|nl.digipoort.james.admin.Pop3HealthCheck,|''|conf/healthcheck.properties:34: additional.healthchecks lacks some:",
                "jvm.properties|james.jmx.credential.generation=true|#|conf/jvm.properties: JMX asks nobody for a password",
                "jmap.properties|enabled=false|enabled=true|conf/jmap.properties:4: JMAP is on",
                "imapserver.xml|<imapserver enabled=\"false\">|<imapserver>|conf/imapserver.xml:26: IMAP is on",
                "pop3server.xml|<realm>example.org</realm>|''|conf/pop3server.xml:125: no <realm>",
                "pop3server.xml|<hostName>pop3.example.org</hostName>|''|conf/pop3server.xml:125: no <hostName>: DIGEST-MD5 is refused",
                "pop3server.xml|<hostName>pop3.example.org</hostName>|<hostName>other.example</hostName>|conf/pop3server.xml:28: no certificate is for other.example",
                "pop3server.xml|</hostNames>|<hostName>other.example</hostName></hostNames>|conf/pop3server.xml:28: no certificate is for other.example",
                "pop3server.xml|</hostNames>|<hostName>127.0.0.1</hostName></hostNames>|",
                "pop3server.xml|<digipoort enabled=\"true\">|<digipoort enabled=\"false\">|conf/pop3server.xml:10: the POP3 server is off",
                "pop3server.xml|<digipoort enabled=\"true\">|<digipoort enabled=\"${sys:pop3:-No}\">|conf/pop3server.xml:10: the POP3 server is off",
                "imapserver.xml|<imapserver enabled=\"false\">|<imapserver enabled=\"off\">|",
                "webadmin.properties|enabled=true|enabled=yes|",
                "webadmin.properties|enabled=true|enabled=${sys:webadmin:-no}|conf/webadmin.properties:23: WebAdmin is off",
                "jmap.properties|enabled=false|enabled=off|",
                "logback.xml|<root level=\"WARN\">|<root level=\"${LEVEL:-WARN}\">|",
                "pop3server.xml|</pop3servers>|<pop3server/></pop3servers>|conf/pop3server.xml:236: <pop3server> beside <digipoort> stops the start",
                "pop3server.xml|tls/private.key|tls/none.key|conf/pop3server.xml:27: file://conf/tls/none.key is not there: nobody can log in",
                "pop3server.xml|conf/digipoort-credential.key</c|conf/tls/certificate.pem</c|conf/pop3server.xml:150: file://conf/tls/certificate.pem has no key",
                "smtpserver.xml|<digipoort enabled=\"true\">|<digipoort enabled=\"false\">|conf/smtpserver.xml: nothing takes mail",
                "smtpserver.xml|</smtpservers>|<smtpserver/></smtpservers>|conf/smtpserver.xml:19: <smtpserver> beside <digipoort> stops the start",
                "mailetcontainer.xml|class=\"nl.digipoort.james.delivery.DeliverToMaildrop\"|class=\"Null\"|conf/mailetcontainer.xml: no mailet of ours delivers",
                "mailetcontainer.xml|<mailet match=\"All\" class=\"VacationMailet\">|<mailet match=\"All\" class=\"org.apache.james.transport.mailets.ToRecipientFolder\">|conf/mailetcontainer.xml:98: ToRecipientFolder puts mail into a maildrop",
                "mailetcontainer.xml|<mailet match=\"All\" class=\"VacationMailet\">|<mailet match=\"All\" class=\"AddDeliveredToHeader\">|conf/mailetcontainer.xml:98: AddDeliveredToHeader writes the header anew",
                "mailetcontainer.xml|<mailet match=\"All\" class=\"PostmasterAlias\"/>|''|",
                "mailetcontainer.xml|memory://var/mail/too-large|jpa://var/mail/too-large|conf/mailetcontainer.xml:175: no mail repository is jpa; wanted: one of memory",
                "mailrepositorystore.xml|<defaultProtocol>memory</defaultProtocol>|''|conf/mailrepositorystore.xml: no <defaultProtocol>",
                "logback.xml|<logger name=\"nl.digipoort.james.login\" level=\"INFO\">|<logger name=\"nl.digipoort.james.login\" level=\"WARN\">|conf/logback.xml:69: logins are not logged (WARN), so fail2ban reads nothing",
                "logback.xml|<root level=\"WARN\">|<root level=\"DEBUG\">|conf/logback.xml:52: passwords in requests to WebAdmin are logged",
                "usersrepository.xml|<enableVirtualHosting>true|<enableVirtualHosting>false|conf/usersrepository.xml:25: an account gets the mail for its name in every domain",
                "usersrepository.xml|PBKDF2-SHA512|SHA-1|conf/usersrepository.xml:24: passwords are hashed by SHA-1"
            })
    void findsThePartWithItsLine(String file, String text, String by, String finding) throws Exception {
        james.replace(file, text, by);

        int status = james.check(terminal);

        if (finding == null) {
            assertThat(status).as(terminal.out()).isZero();
        } else {
            assertThat(status).isEqualTo(1);
            assertThat(terminal.out().lines()).hasSize(1).allMatch(line -> line.startsWith(finding), terminal.out());
        }
    }

    @Test
    void findsTheJarOfAnotherJamesAndTheSecondOne() throws Exception {
        SampleJames.jar(james.directory().resolve("extensions-jars/z.txt"), "jakarta");

        assertThat(james.check(terminal)).isEqualTo(1);

        assertThat(terminal.out())
                .contains(
                        "extensions-jars/z.txt: this jar is for James 3.9, and this is James 3.8; wanted: digipoort-james-extension.jar\n")
                .contains(
                        "extensions-jars/z.txt: the extension is also in extensions-jars/digipoort-james-extension.jar: James loads each");
    }

    @Test
    void findsThatTheJarIsNotThere() throws Exception {
        Files.delete(james.directory().resolve("extensions-jars/digipoort-james-extension.jar"));

        james.check(terminal);

        assertThat(terminal.out())
                .isEqualTo("extensions-jars: the extension is not there; wanted: digipoort-james-extension.jar\n");
    }

    @ParameterizedTest
    @CsvSource({
        "digipoort-credential.key",
        "digipoort-audit.key",
        "tls/private.key",
        "digipoort-webadmin.tokens",
        "jmxremote.password"
    })
    void findsSecretsThatEveryUserCanRead(String name) throws Exception {
        if (!Files.exists(james.conf(name))) {
            Files.writeString(james.conf(name), "admin geheim\n");
        }
        Files.setPosixFilePermissions(james.conf(name), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(james.check(terminal)).isEqualTo(1);

        assertThat(terminal.out())
                .startsWith("conf/" + name + ": every user of this machine can read ")
                .endsWith("; wanted: mode 600\n")
                .doesNotContain("geheim");
    }

    @Test
    void findsKeysThatTheGroupOfTheConfigurationCannotRead() throws Exception {
        assumeTrue(Files.getAttribute(scratch, "unix:uid").equals(0), "only root gives files away");
        Path conf = james.conf("digipoort-audit.key").getParent();
        for (String name : new String[] {"", "tls", "tls/private.key", "tls/certificate.pem", "digipoort-audit.key"}) {
            Files.setAttribute(conf.resolve(name), "unix:gid", 1);
            Files.setPosixFilePermissions(
                    conf.resolve(name),
                    PosixFilePermissions.fromString(Files.isDirectory(conf.resolve(name)) ? "rwxr-x---" : "rw-r-----"));
        }

        assertThat(james.check(terminal)).isEqualTo(1);

        assertThat(terminal.out())
                .isEqualTo("conf/digipoort-credential.key: James's user cannot read it, if it reads conf/ by its group;"
                        + " wanted: owner and group of conf/, mode 640\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3.9.0|database.password=app|database.password=|conf/james-database.properties:27: the password is blank, which James 3.9 refuses",
                "3.8.1|jdbc:derby:../var/store/derby;create=true|jdbc:hsqldb:file:x|conf/james-database.properties:25: a crash loses accepted mail",
                "3.8.1|jdbc:derby:../var/store/derby;create=true|jdbc:mariadb://db/james|conf/james-database.properties:25: the extension does not start with this database; wanted: PostgreSQL, HSQLDB or H2",
                "3.8.1|org.postgresql.Driver|org.apache.derby.jdbc.EmbeddedDriver|conf/james-database.properties:24: the driver org.apache.derby.jdbc.EmbeddedDriver is not that of database.url",
                "3.8.1|jdbc:derby:../var/store/derby;create=true|jdbc:postgresql://db/james|"
            })
    void findsADatabaseThatDoesNotDo(String version, String text, String by, String finding) throws Exception {
        SampleJames jpa = SampleJames.of(scratch.resolve("jpa"), version, "jpa");
        jpa.install(new RecordedTerminal());
        jpa.replace(
                "james-database.properties", "jdbc:derby:../var/store/derby;create=true", "jdbc:postgresql://db/james");
        jpa.replace("james-database.properties", "org.apache.derby.jdbc.EmbeddedDriver", driver(by));
        Files.setPosixFilePermissions(
                jpa.conf("james-database.properties"), PosixFilePermissions.fromString("rw-------"));
        jpa.replace("james-database.properties", text.startsWith("jdbc") ? "jdbc:postgresql://db/james" : text, by);

        assertThat(jpa.check(terminal)).isEqualTo(finding == null ? 0 : 1);

        assertThat(terminal.out()).startsWith(finding == null ? "nothing is missing" : finding);
    }

    private static String driver(String url) {
        return url.startsWith("jdbc:hsqldb") ? "org.hsqldb.jdbc.JDBCDriver" : "org.postgresql.Driver";
    }

    @Test
    void findsThatPostgresAppHasNoDriver() throws Exception {
        SampleJames postgres = SampleJames.of(scratch.resolve("postgres"), "3.9.0", "postgres");
        postgres.install(new RecordedTerminal());
        Path driver =
                postgres.directory().resolve("james-server-postgres-app.lib").resolve(SampleJames.DRIVER);
        Path extension = postgres.directory().resolve("extensions-jars").resolve(SampleJames.DRIVER);

        Files.delete(driver);

        assertThat(postgres.check(terminal)).isEqualTo(1);
        assertThat(terminal.out())
                .isEqualTo("extensions-jars: PostgreSQL's JDBC driver is missing; wanted: postgresql-42.7.….jar\n");
        Files.createFile(extension);
        assertThat(postgres.check(new RecordedTerminal())).isZero();
    }

    /** A setting may name another file by -D at the start, which no file tells. */
    @Test
    void findsRepositoriesThatThisJamesHasNot() throws Exception {
        Files.writeString(
                james.conf("mailrepositorystore.xml"), Files.readString(OVERLAY.resolve("mailrepositorystore.xml")));

        james.check(terminal);

        assertThat(terminal.out())
                .isEqualTo(
                        "conf/mailrepositorystore.xml:8: mail repositories are jpa, which this James has not: it does not"
                                + " start; wanted: what James's sample has, or -Ddigipoort.repositories=… with the overlay\n");
    }

    @Test
    void findsTheKeyOfAnotherCertificate() throws Exception {
        Files.writeString(
                james.conf("tls/private.key"), SelfSigned.of("pop3.example.org").keys());

        assertThat(james.check(terminal)).isEqualTo(1);

        assertThat(terminal.out())
                .isEqualTo("conf/pop3server.xml:27: file://conf/tls/private.key is not the key of the certificate:"
                        + " nobody can log in; wanted: the key that it was made with\n");
    }

    @Test
    void findsACertificateThatIsNotValidYet() {
        ConfigurationFiles files = new ConfigurationFiles(james.directory().resolve("conf"));
        Findings findings = new Findings();
        Clock past = Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC);

        new Pop3Check(James.in(james.directory()), files, findings, past).run();

        assertThat(findings.all()).isNotEmpty().allMatch(finding -> finding.toString()
                .startsWith("conf/pop3server.xml:28: the certificate CN=pop3.example.org,"
                        + " O=self-signed by digipoort is not valid before 20"));
    }

    @Test
    void isContentWithAHomeOfTheEmbeddedServer() throws Exception {
        Path home = home();

        assertThat(SampleJames.checkHome(home, terminal)).as(terminal.out()).isZero();

        Files.delete(home.resolve("conf/digipoort-audit.key"));
        RecordedTerminal second = new RecordedTerminal();
        assertThat(SampleJames.checkHome(home, second)).isEqualTo(1);
        assertThat(second.out())
                .contains("file://conf/digipoort-audit.key is not there: the audit trail cannot be signed");
    }

    @Test
    void isContentWithAHomeOfTheDistributedServer() throws Exception {
        Path conf = home().resolve("conf");
        Files.delete(conf.resolve("james-database.properties"));
        for (String name : new String[] {"cassandra.properties", "cassandra-driver.conf", "rabbitmq.properties"}) {
            Files.copy(Path.of("../conf-distributed", name), conf.resolve(name));
        }

        assertThat(SampleJames.checkHome(conf.getParent(), terminal))
                .as(terminal.out())
                .isZero();
    }

    /** The overlay, with the secrets and certificates of the installation above. */
    private Path home() throws Exception {
        Path conf = Files.createDirectories(scratch.resolve("home/conf"));
        try (Stream<Path> files = Files.list(OVERLAY)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                conf.resolve("pop3server.xml"),
                Files.readString(conf.resolve("pop3server.xml")).replace(">localhost<", ">pop3.example.org<"));
        Files.createDirectory(conf.resolve("tls"));
        for (String name : new String[] {
            "tls/private.key", "tls/certificate.pem", "digipoort-audit.key", "digipoort-credential.key"
        }) {
            Files.copy(james.conf(name), conf.resolve(name), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return scratch.resolve("home");
    }

    @Test
    void tellsProgramsInJson() throws Exception {
        james.replace("jmap.properties", "enabled=false", "enabled=true");

        assertThat(james.check(terminal, "--json")).isEqualTo(1);

        assertThat(terminal.out())
                .isEqualTo("{\"findings\":[{\"file\":\"conf/jmap.properties\",\"line\":4,"
                        + "\"found\":\"JMAP is on, which knows no lock\",\"wanted\":\"enabled=false\"}]}\n");
    }

    @Test
    void wantsOneFolder() {
        assertThatThrownBy(() -> james.check(terminal, "--home", scratch.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage("either --james DIR or --home DIR is needed");
    }
}
