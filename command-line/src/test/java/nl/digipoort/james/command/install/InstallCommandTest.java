// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import nl.digipoort.james.command.RecordedTerminal;
import nl.digipoort.james.command.line.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallCommandTest {
    @TempDir
    private Path scratch;

    private final RecordedTerminal terminal = new RecordedTerminal();
    private SampleJames james;

    @BeforeEach
    void unpack() throws Exception {
        james = SampleJames.memory(scratch.resolve("james"));
    }

    @Test
    void writesRealmAndHostNameAlone() throws Exception {
        james.install(terminal);

        assertThat(james.read("pop3server.xml"))
                .contains("<realm>example.org</realm>")
                .contains(
                        "<hostNames>\n                <hostName>pop3.example.org</hostName>\n            </hostNames>")
                .doesNotContain("digipoort.local", "<hostName>localhost");
    }

    @Test
    void addsOnlyWhatIsNewToAFileOfOurs() throws Exception {
        james.install(terminal);
        james.replace("pop3server.xml", "<loginDelay>0</loginDelay>", "<loginDelay>60</loginDelay>");
        james.replace("pop3server.xml", "<hostName>pop3.example.org</hostName>", "<hostName>mail.example</hostName>");

        james.install(terminal);

        assertThat(james.read("pop3server.xml"))
                .contains("<loginDelay>60</loginDelay>", "<realm>example.org</realm>")
                .contains("<hostName>mail.example</hostName>\n                <hostName>pop3.example.org</hostName>");
        assertThat(james.conf("pop3server.xml.before-digipoort")).content().contains("<pop3server ");
        assertThat(james.conf("pop3server.xml.before-digipoort-2")).content().contains("<loginDelay>60</loginDelay>");
    }

    /** Each DIGEST-MD5 record is of one realm. */
    @Test
    void changesARealmOnDemandOnly() throws Exception {
        james.install(terminal);
        james.replace("pop3server.xml", "<realm>example.org</realm>", "<realm>other.example</realm>");

        RecordedTerminal second = new RecordedTerminal();
        assertThatThrownBy(() -> james.install(second))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("pop3server.xml has the realm other.example")
                .hasMessageContaining("--change-realm");
        assertThat(james.read("pop3server.xml")).contains("<realm>other.example</realm>");

        james.install(second, "--change-realm");
        assertThat(james.read("pop3server.xml")).contains("<realm>example.org</realm>");
        assertThat(second.out()).contains("-            <realm>other.example</realm>\n");
    }

    @Test
    void keepsModesAndGivesNewSecretsToTheirOwnerOnly() throws Exception {
        james.withoutCertificates();
        Files.setPosixFilePermissions(james.conf("webadmin.properties"), PosixFilePermissions.fromString("rw-r-----"));

        james.install(terminal);

        assertThat(mode("webadmin.properties")).isEqualTo("rw-r-----");
        assertThat(mode("webadmin.properties.before-digipoort")).isEqualTo("rw-r-----");
        assertThat(mode("digipoort-credential.key")).isEqualTo("rw-------");
        assertThat(mode("tls/private.key")).isEqualTo("rw-------");
        assertThat(mode("tls")).isEqualTo("rwx------");
    }

    @Test
    void makesCertificatesForTheHostAndPrintsNoKey() throws Exception {
        james.withoutCertificates();

        james.install(terminal);

        assertThat(james.read("tls/private.key").split("BEGIN PRIVATE KEY", -1)).hasSize(3);
        assertThat(james.read("tls/certificate.pem").split("BEGIN CERTIFICATE", -1))
                .hasSize(3);
        assertThat(terminal.out())
                .doesNotContain("BEGIN", james.read("digipoort-audit.key").strip())
                .contains("+ conf/tls/certificate.pem (self-signed certificates for pop3.example.org");
    }

    @Test
    void keepsKeysAndCertificatesThatAreThere() throws Exception {
        Files.writeString(james.conf("tls/private.key"), "mine");
        Files.writeString(james.conf("tls/certificate.pem"), "mine too");
        Files.writeString(james.conf("digipoort-credential.key"), "old");

        james.install(terminal);

        assertThat(james.conf("tls/private.key")).content().isEqualTo("mine");
        assertThat(james.conf("digipoort-credential.key")).content().isEqualTo("old");
        assertThat(terminal.out()).contains("has no certificate; wanted");
    }

    @Test
    void takesOverWhereJamesListens() throws Exception {
        james.replace("smtpserver.xml", "<bind>0.0.0.0:25</bind>", "<bind>192.0.2.1:2525</bind>");
        james.replace("pop3server.xml", "enabled=\"false\"", "enabled=\"true\"");
        james.replace("pop3server.xml", "<bind>0.0.0.0:110</bind>", "<bind>192.0.2.1:1110</bind>");

        james.install(terminal);

        assertThat(james.read("smtpserver.xml")).contains("<bind>192.0.2.1:2525</bind>");
        assertThat(james.read("pop3server.xml")).contains("<bind>192.0.2.1:1110</bind>");
    }

    @Test
    void leavesJamesItsSmtpServerOnDemand() throws Exception {
        String before = james.read("smtpserver.xml");

        int status = james.install(terminal, "--keep-smtp");

        assertThat(status).isZero();
        assertThat(james.read("smtpserver.xml")).isEqualTo(before);
    }

    /** So an upgrade by the same words without --keep-smtp leaves the filters there. */
    @Test
    void replacesAnSmtpServerThatWasKeptOnDemandOnly() throws Exception {
        String before = james.read("smtpserver.xml");
        james.install(terminal, "--keep-smtp");

        RecordedTerminal second = new RecordedTerminal();
        assertThat(james.install(second)).isZero();
        assertThat(second.out()).startsWith("nothing to change: ");
        assertThat(james.read("smtpserver.xml")).isEqualTo(before);

        james.install(second, "--replace-smtp");
        assertThat(james.read("smtpserver.xml")).contains("<digipoort enabled=\"true\">");
    }

    /** A switch is read as check reads it. */
    @Test
    void opensNoSmtpThatAPropertyOfTheServerSwitchesOff() throws Exception {
        james.replace("smtpserver.xml", "enabled=\"true\"", "enabled=\"${sys:smtp:-true}\"");
        Files.writeString(james.conf("jvm.properties"), james.read("jvm.properties") + "\nsmtp=no\n");
        String before = james.read("smtpserver.xml");

        james.install(terminal);

        assertThat(james.read("smtpserver.xml")).isEqualTo(before);
    }

    @Test
    void leavesSmtpOffWhereItWasOff() throws Exception {
        james.replace("smtpserver.xml", "enabled=\"true\"", "enabled=\"false\"");
        Files.writeString(
                james.conf("lmtpserver.xml"),
                "<lmtpservers><lmtpserver enabled=\"true\"><bind>127.0.0.1:24</bind></lmtpserver></lmtpservers>");
        String before = james.read("smtpserver.xml");

        int status = james.install(terminal);

        assertThat(status).isZero();
        assertThat(james.read("smtpserver.xml")).isEqualTo(before);
    }

    @Test
    void staysOnTheAddressOfAPop3ServerThatHasTlsAlone() throws Exception {
        Files.writeString(
                james.conf("pop3server.xml"),
                "<pop3servers><pop3server enabled=\"true\"><bind>127.0.0.1:995,[::1]:995</bind>"
                        + "<tls socketTLS=\"true\"/></pop3server></pop3servers>");

        int status = james.install(terminal);

        assertThat(status).isZero();
        assertThat(james.read("pop3server.xml"))
                .contains("        <bind>127.0.0.1:110,[::1]:110</bind>\n")
                .contains("<implicitTls>\n            <bind>127.0.0.1:995,[::1]:995</bind>\n        </implicitTls>\n");
    }

    @Test
    void putsOursInThePlaceOfAnLmtpServerThatIsOn() throws Exception {
        Files.writeString(
                james.conf("lmtpserver.xml"),
                "<lmtpservers><lmtpserver enabled=\"true\"><bind>127.0.0.1:2424</bind></lmtpserver></lmtpservers>");

        james.install(terminal);

        assertThat(james.read("lmtpserver.xml"))
                .contains("<digipoort enabled=\"true\">", "<bind>127.0.0.1:2424</bind>")
                .doesNotContain("<lmtpserver ");
    }

    @Test
    void addsItsClassesBehindThoseOfOtherExtensions() throws Exception {
        Files.writeString(
                james.conf("extensions.properties"), "# mine\nguice.extension.module = org.example.A, org.example.B");
        Files.writeString(james.conf("webadmin.properties"), "enabled=true\ncors.origin=https://ops.example\n");

        james.install(terminal);

        assertThat(james.read("extensions.properties"))
                .isEqualTo("# mine\nguice.extension.module = org.example.A, org.example.B,"
                        + "nl.digipoort.james.module.DigipoortModule\n"
                        + "guice.extension.startable=nl.digipoort.james.module.DigipoortStartable\n");
        assertThat(james.read("webadmin.properties")).contains("cors.origin=https://ops.example\n");
    }

    @Test
    void refusesEveryOriginOfPagesInsteadOfAllowingAll() throws Exception {
        james.replace("webadmin.properties", "#cors.origin", "cors.origin=*");

        james.install(terminal);

        assertThat(james.read("webadmin.properties"))
                .contains("cors.origin=https://none.invalid\n")
                .doesNotContain("cors.origin=*");
    }

    @Test
    void keepsLineEndsAndOctetsThatAreNoUtf8() throws Exception {
        byte[] latin1 = "# caf\u00e9\r\nhealthcheck.period=30s\r\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(james.conf("healthcheck.properties"), latin1);

        james.install(terminal);

        String after = Files.readString(james.conf("healthcheck.properties"), StandardCharsets.ISO_8859_1);
        assertThat(after).startsWith("# caf\u00e9\r\nhealthcheck.period=30s\r\nadditional.healthchecks=nl.");
        assertThat(after).endsWith("ConfigurationHealthCheck\r\n");
    }

    @Test
    void takesAwayJarsOfAnotherVersionSinceJamesLoadsEachFileThere() throws Exception {
        Path old = SampleJames.jar(james.directory().resolve("extensions-jars/digipoort-0.0.9.jar"), "javax");
        Path wrong = SampleJames.jar(james.directory().resolve("extensions-jars/other.txt"), "jakarta");

        james.install(terminal);

        assertThat(old).doesNotExist();
        assertThat(wrong).doesNotExist();
        assertThat(james.directory().resolve("digipoort-0.0.9.jar.before-digipoort"))
                .exists();
        assertThat(ExtensionJar.allBelow(james.directory().resolve("extensions-jars")))
                .hasSize(1);
    }

    /** James loads each file in there, so a killed installation must not leave one. */
    @Test
    void goesOnAfterAnInstallationThatWasKilled() throws Exception {
        Path part = james.directory().resolve("extensions-jars/digipoort-james-extension.jar.digipoort-part");
        Files.copy(james.rightJar(), part);

        int status = james.install(terminal);

        assertThat(status).isZero();
        assertThat(part).doesNotExist();
        assertThat(ExtensionJar.allBelow(james.directory().resolve("extensions-jars")))
                .hasSize(1);
    }

    @Test
    void findsItsJarBehindALink() throws Exception {
        Path folder = Files.move(james.directory().resolve("extensions-jars"), scratch.resolve("elsewhere"));
        Files.createSymbolicLink(james.directory().resolve("extensions-jars"), folder);
        james.install(terminal);

        RecordedTerminal second = new RecordedTerminal();
        james.install(second);

        assertThat(second.out()).startsWith("nothing to change: ");
        assertThat(folder.resolve("digipoort-james-extension.jar")).exists();
    }

    @Test
    void turnsJmapOffWhereTheKeyIsTwice() throws Exception {
        Files.writeString(james.conf("jmap.properties"), "enabled=true\nurl=x\nenabled=false\n");

        james.install(terminal);

        assertThat(james.read("jmap.properties")).isEqualTo("enabled=false\nurl=x\n");
    }

    @Test
    void takesTheWriterOfHeadersAwayFromAJamesThatHasOurMailet() throws Exception {
        james.install(terminal);
        james.replace(
                "mailetcontainer.xml",
                "<mailet match=\"All\" class=\"VacationMailet\">",
                "<mailet match=\"All\" class=\"AddDeliveredToHeader\">");

        int status = james.install(terminal);

        assertThat(status).isZero();
        assertThat(james.read("mailetcontainer.xml")).doesNotContain("AddDeliveredToHeader");
    }

    @Test
    void dropsNoSettingOfLocalDelivery() throws Exception {
        james.replace(
                "mailetcontainer.xml",
                "class=\"LocalDelivery\"/>",
                "class=\"LocalDelivery\"><consume>false</consume></mailet>");
        assertRefused("mailetcontainer.xml:100: <consume> of LocalDelivery");
    }

    @Test
    void indentsAMailetInTheMiddleOfALine() throws Exception {
        james.replace(
                "mailetcontainer.xml",
                "            <mailet match=\"All\" class=\"LocalDelivery\"/>",
                "            <!-- last --> <mailet match=\"All\" class=\"LocalDelivery\"/>");

        james.install(terminal);

        assertThat(james.read("mailetcontainer.xml"))
                .contains("            <mailet match=\"All\" class=\"nl.digipoort.james.delivery.DeliverToMaildrop\">\n"
                        + "                <onMatchException>");
    }

    @Test
    void certifiesAnAddressAsAnAddress() throws Exception {
        String pem = SelfSigned.of("192.0.2.7").certificates();

        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));

        assertThat(certificate.getSubjectAlternativeNames().iterator().next().get(0))
                .isEqualTo(7);
    }

    @Test
    void changesNothingWhenAFileCannotBeRead() throws Exception {
        Files.delete(james.conf("webadmin.properties"));
        Files.createDirectory(james.conf("webadmin.properties"));
        assertRefused("webadmin.properties cannot be read");
    }

    @Test
    void changesNothingWhenAFileIsNotWellFormed() throws Exception {
        james.replace("mailetcontainer.xml", "</processors>", "");
        assertRefused("mailetcontainer.xml:160 is not well-formed");
    }

    @Test
    void refusesAFolderThatIsNoJames() throws Exception {
        Path other = scratch.resolve("other");
        Files.createDirectories(other.resolve("conf"));

        assertThatThrownBy(() -> James.in(other))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is no James: there is no james-server-core");
        Files.createDirectory(other.resolve("libs"));
        Files.createFile(other.resolve("libs/james-server-core-3.7.5.jar"));
        assertThatThrownBy(() -> James.in(other)).hasMessageContaining("is James 3.7; the extension is built for 3.8");
    }

    @Test
    void refusesAFolderWithTwoVersionsOfJames() throws Exception {
        Path second = Files.createDirectory(james.directory().resolve("james-server-a-app.lib"));
        Files.createFile(second.resolve("james-server-core-3.9.0.jar"));

        assertThatThrownBy(() -> James.in(james.directory()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has jars of James 3.9 and 3.8");
    }

    @Test
    void refusesTheJarForAnotherJames() throws Exception {
        Path wrong = SampleJames.jar(scratch.resolve("wrong.jar"), "jakarta");

        assertThatThrownBy(() -> ExtensionJar.forJames(JamesVersion.V3_8, java.util.Optional.of(wrong)))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("wrong.jar is for James 3.9; this is James 3.8");
    }

    @Test
    void refusesARealmThatWouldBeMarkup() {
        assertThatThrownBy(() -> new Target("a</realm>", "pop3.example.org", Set.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--realm 'a</realm>' is no name of a domain or host");
    }

    private void assertRefused(String message) throws Exception {
        Map<String, String> before = james.everything();

        assertThatThrownBy(() -> james.install(terminal))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);

        assertThat(james.everything()).isEqualTo(before);
        assertThat(terminal.out()).isEmpty();
    }

    private String mode(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(james.conf(name)));
    }
}
