// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay as it is shipped, and what a stock James has instead. */
class JamesServersTest {
    @TempDir
    private Path home;

    @BeforeEach
    void copyTheOverlay() throws Exception {
        Files.createDirectories(home.resolve("conf"));
        for (String file : List.of(
                "smtpserver.xml",
                "lmtpserver.xml",
                "imapserver.xml",
                "usersrepository.xml",
                "james-database.properties")) {
            Files.copy(Path.of("../conf", file), home.resolve("conf").resolve(file));
        }
    }

    @Test
    void areContentWithTheOverlay() throws Exception {
        assertThat(findings()).isEmpty();
    }

    @Test
    void findTheServersOfAStockJames() throws Exception {
        write("smtpserver.xml", "<smtpservers><smtpserver enabled='true'/><smtpserver enabled='true'/></smtpservers>");
        write("lmtpserver.xml", "<lmtpservers><lmtpserver enabled='true'/></lmtpservers>");
        write("imapserver.xml", "<imapservers><imapserver enabled='true'/></imapservers>");
        write("jmap.properties", "enabled=true\ntls.keystoreURL=file://conf/keystore\n");

        assertThat(findings())
                .containsExactly(
                        "degraded smtpserver.xml: <smtpserver> is James's own SMTP server: mail goes through a queue, which may"
                                + " change octets and order; replace it by <digipoort enabled=\"true\">",
                        "unhealthy lmtpserver.xml: <lmtpserver> is James's own LMTP server, which puts mail into a maildrop while"
                                + " a session has it; replace it by <digipoort enabled=\"true\">",
                        "degraded imapserver.xml: IMAP is on: it reads, adds and removes messages of a maildrop while a session"
                                + " has it; write <imapserver enabled=\"false\"/> alone",
                        "degraded jmap.properties: JMAP is on: it reads, adds and removes messages of a maildrop while a session"
                                + " has it; write enabled=false");
    }

    @Test
    void findNoServerThatIsOff() throws Exception {
        write("lmtpserver.xml", "<lmtpservers><lmtpserver enabled='false'/></lmtpservers>");
        write("imapserver.xml", "<imapservers><imapserver enabled='false'/></imapservers>");
        write("jmap.properties", "enabled=false\n");

        assertThat(findings()).isEmpty();
    }

    /** The embedded server has none of them, whatever the home of an earlier version says. */
    @Test
    void findThatNothingReceivesMailWhereJamesHasNoServerOfItsOwn() throws Exception {
        write("smtpserver.xml", "<smtpservers><smtpserver enabled='true'/></smtpservers>");
        write("imapserver.xml", "<imapservers><imapserver enabled='true'/></imapservers>");

        assertThat(texts(JamesServers.from(files().xml(), files().properties(), name -> false)))
                .containsExactly("degraded smtpserver.xml: nothing receives mail; write <digipoort enabled=\"true\">");

        write("lmtpserver.xml", "<lmtpservers><digipoort enabled='true'/></lmtpservers>");
        assertThat(JamesServers.from(files().xml(), files().properties(), name -> false)
                        .findings())
                .isEmpty();
    }

    @Test
    void findAccountsThatShareTheirNameInEveryDomainAndWeakHashes() throws Exception {
        write("usersrepository.xml", "<usersrepository><algorithm>MD5</algorithm></usersrepository>");

        assertThat(findings())
                .containsExactly(
                        "degraded usersrepository.xml: <enableVirtualHosting> is not true: an account gets the mail for its name"
                                + " in every domain; write <enableVirtualHosting>true</enableVirtualHosting>",
                        "degraded usersrepository.xml: <algorithm> is MD5, which a stolen database gives away; write"
                                + " <algorithm>PBKDF2-SHA512-210000-512</algorithm>");
    }

    @Test
    void findADatabaseThatLosesAcceptedMail() throws Exception {
        Path file = home.resolve("conf/james-database.properties");
        Files.writeString(file, Files.readString(file).replace(";hsqldb.write_delay=false", ""));

        assertThat(findings())
                .containsExactly(
                        "unhealthy james-database.properties: database.url lacks hsqldb.write_delay=false: a crash"
                                + " loses accepted mail; append ;hsqldb.write_delay=false");
    }

    private void write(String file, String content) throws Exception {
        files().with("conf/" + file, content);
    }

    private TestFiles files() {
        return TestFiles.in(home);
    }

    private List<String> findings() throws Exception {
        return texts(JamesServers.from(files().xml(), files().properties(), name -> true));
    }

    private static List<String> texts(JamesServers servers) {
        return servers.findings().stream()
                .map(finding -> (finding.isBreaking() ? "unhealthy " : "degraded ") + finding)
                .collect(Collectors.toUnmodifiableList());
    }
}
