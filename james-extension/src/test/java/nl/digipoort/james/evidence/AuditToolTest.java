// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a person and a script use it. */
class AuditToolTest {
    private final TestKey key = new TestKey(1);
    private final AuditTool tool =
            new AuditTool(Clock.fixed(TestTrail.BEGIN.plus(Duration.ofMinutes(30)), ZoneOffset.UTC));

    @TempDir
    private Path home;

    private TestTrail trail;
    private String out;
    private String err;

    @BeforeEach
    void write() throws IOException {
        trail = new TestTrail("a", key)
                .record("server-started", "")
                .message("1", "anna@example.org")
                .checkpoint();
        trail.message("2", "bob@example.org");
        save();
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/digipoort-audit.pub"), key.id() + " " + key.base64() + "\n");
    }

    private void save() throws IOException {
        trail.save(home.resolve("var/audit"));
    }

    @Test
    void saysThatAllHolds() {
        assertThat(run("verify", "--home", home.toString())).isZero();
        assertThat(out.lines())
                .containsExactly(
                        "node a: 20 records in 1 file, 1 to 20, from 2026-11-24T08:00:00.100Z to 2026-11-24T08:00:02.000Z",
                        "  signed up to record 11, by a key of " + home.resolve("conf/digipoort-audit.pub")
                                + "; 9 records after it, which nothing protects yet. That checkpoint is of"
                                + " 2026-11-24T08:00:01.100Z, 29 minutes ago",
                        "Of 2 retrievals, what was sent was compared with what had arrived.",
                        "All holds: nothing was changed, removed or put in up to the last checkpoint.");
        assertThat(err).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        trail.files().get(0).remove(4);
        save();

        assertThat(run("verify", "--home", home.toString())).isEqualTo(1);
        assertThat(out)
                .startsWith("FINDING missing " + home.resolve("var/audit/digipoort-audit.jsonl")
                        + ":5 seq 6: Record 5 is missing in front of this line\n")
                .endsWith("\n1 finding.\n");
    }

    @Test
    void saysTheSameToScripts() throws IOException {
        trail.files().get(0).remove(4);
        save();

        assertThat(run(
                        "verify",
                        "--json",
                        "--key",
                        key.base64(),
                        home.resolve("var/audit").toString()))
                .isEqualTo(1);
        assertThat(out.lines())
                .containsExactly(
                        "{\"finding\":\"missing\",\"file\":\"" + home.resolve("var/audit/digipoort-audit.jsonl")
                                + "\",\"line\":5,\"seq\":6,\"text\":\"Record 5 is missing in front of this line\"}",
                        "{\"chain\":\"a\",\"files\":1,\"records\":19,\"recordsOfVersion1\":0,\"octets\":"
                                + Files.size(home.resolve("var/audit/digipoort-audit.jsonl"))
                                + ",\"firstSeq\":1,\"lastSeq\":20,\"firstTime\":\"2026-11-24T08:00:00.100Z\",\"lastTime\":"
                                + "\"2026-11-24T08:00:02.000Z\",\"lastCheckpoint\":11,\"lastCheckpointTime\":"
                                + "\"2026-11-24T08:00:01.100Z\",\"recordsAfterIt\":9}",
                        "{\"result\":\"findings\",\"findings\":1,\"records\":19,\"digestsCompared\":2}");
    }

    @Test
    void limitsWhatItSaysOfOneKind() throws IOException {
        List<String> lines = trail.files().get(0);
        for (int i = 0; i < 150; i++) {
            lines.add("garbage");
        }
        save();

        assertThat(run("verify", "--home", home.toString())).isEqualTo(1);
        assertThat(out).contains("and 50 more of no-record").endsWith("150 findings.\n");
    }

    @Test
    void doesNotTrustAKeyThatNobodyNamed() throws IOException {
        assertThat(run(
                        "verify",
                        "--key",
                        new TestKey(9).base64(),
                        home.resolve("var/audit").toString()))
                .isEqualTo(1);
        assertThat(out).startsWith("FINDING unknown-key ");

        assertThat(run("verify", "--key", "none", home.resolve("var/audit").toString()))
                .isZero();
        assertThat(out).endsWith("The chain holds. Signatures were compared with no trusted key.\n");

        Files.delete(home.resolve("conf/digipoort-audit.pub"));
        assertThat(run("verify", "--home", home.toString())).isEqualTo(2);
        assertThat(err).contains("there is no " + home.resolve("conf/digipoort-audit.pub"), "--key none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|audit needs verify or show",
                "check|unknown audit command 'check'",
                "verify|name a home",
                "verify --home|option --home needs a value",
                "verify --home=|option --home is empty",
                "verify --home=/x --home=/y|option --home is given twice",
                "verify --hom=/x|unknown option '--hom'",
                "verify /no/such/file --key none|there is no file /no/such/file",
                "verify --home /no/such/home|there is no audit trail in /no/such/home/var/audit",
                "verify /no/such/file|no key is named",
                "verify /no/such/file --key /no/such/key|neither a public key in Base64 nor a file",
                "verify /no/such/file --key none --checkpoints /no/such/kept|--checkpoints /no/such/kept cannot be read",
                "show --home=/x|show needs --message-id",
                "show --digest 12 --home=/x|option --digest is no SHA-256",
                "show --digest 12 --unique-id 1 --home=/x|only one of",
                "show --account a|name a home",
            })
    void refusesWrongArgumentsInOneLine(String arguments, String problem) {
        assertThat(run(arguments == null ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err.lines())
                .singleElement()
                .asString()
                .startsWith("digipoort: ")
                .contains(problem);
    }

    @Test
    void refusesWhatIsNoFileOfKeys() throws IOException {
        Path file = home.resolve("keys");
        for (String text : List.of("", "x", "0123456789abcdef " + key.base64(), key.base64() + " " + key.base64())) {
            Files.writeString(file, text);

            assertThat(run(
                            "verify",
                            "--key",
                            file.toString(),
                            home.resolve("var/audit").toString()))
                    .as(text)
                    .isEqualTo(2);
        }
    }

    @Test
    void doesNotSayThatAnEmptyTrailHolds() throws IOException {
        Files.writeString(home.resolve("var/audit/digipoort-audit.jsonl"), "");

        assertThat(run("verify", "--home", home.toString())).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).contains("the trail has no record at all");
    }

    @Test
    void tellsTheStoryOfAMessage() {
        assertThat(run("show", "--message-id", "<1@example.org>", "--home", home.toString()))
                .isZero();
        assertThat(out.lines().filter(line -> line.startsWith("2026")).map(line -> line.substring(26)))
                .containsExactly(
                        "Mail mail-1 arrived from 127.0.0.2 without TLS, sender <agency@example.org>, for anna@example.org: 1000 octets,"
                                + " Message-ID <1@example.org>, SHA-256 of DATA " + TestTrail.hash("data 1"),
                        "Mail mail-1 is in maildrop anna@example.org as 1732419234.1, 1200 octets, Message-ID <1@example.org>, SHA-256"
                                + " of it " + TestTrail.hash("sent 1"),
                        "Login of anna@example.org from 127.0.0.1 under TLSv1.3 by PLAIN, session 0000000000000002",
                        "RETR of 1732419234.1 in anna@example.org began: 1200 octets",
                        "RETR of 1732419234.1 in anna@example.org is complete: 1200 octets, Message-ID <1@example.org>, SHA-256 "
                                + TestTrail.hash("sent 1"),
                        "DELE of 1732419234.1 in anna@example.org",
                        "QUIT: 1 messages of anna@example.org are to be deleted",
                        "Deleted: 1732419234.1 of anna@example.org",
                        "The session ended (complete): 1 messages sent whole, 1 deleted");
        assertThat(out)
                .contains("    proves: all octets of it had reached this server. Nothing is stored or accepted yet.\n")
                .contains("    The same octets as arrived: the SHA-256 is the same.\n")
                .contains("digipoort-audit.jsonl:2 seq 2 of node a\n")
                .doesNotContain("bob")
                .endsWith("9 records. Whether they are as they were written is what ./digipoort audit verify tells.\n");
    }

    @Test
    void findsAMessageByWhateverIsKnownOfIt() {
        List<String> records = trail.files().get(0).subList(1, 10);
        for (String asked : List.of(
                "--message-id=1@example.org",
                "--digest=" + TestTrail.hash("data 1"),
                "--digest=" + TestTrail.hash("sent 1"),
                "--unique-id=1732419234.1",
                "--account=anna@example.org",
                "--account=ANNA@example.org")) {
            assertThat(run("show", asked, "--json", "--home", home.toString()))
                    .as(asked)
                    .isZero();
            assertThat(out.lines().collect(Collectors.toList())).as(asked).isEqualTo(records);
        }
        assertThat(run(
                        "show",
                        "--message-id",
                        "1@example.org",
                        "--account",
                        "bob@example.org",
                        "--home",
                        home.toString()))
                .isEqualTo(1);
        assertThat(out).isEqualTo("The trail says nothing of it.\n");
    }

    @Test
    void showsTheOtherCopiesOfAMailOnlyWhereTheMailIsAskedFor() throws IOException {
        String mail = ",\"mail\":\"m\"";
        trail = new TestTrail("a", key)
                .record("arrival-begun", mail + ",\"recipients\":[\"anna\",\"bob\"],\"messageId\":\"<m>\"")
                .record("arrival-ended", mail + ",\"maildrop\":\"anna\",\"outcome\":\"held\",\"held\":3")
                .record("arrival-ended", mail + ",\"maildrop\":\"bob\",\"outcome\":\"delivered\",\"uniqueId\":\"1.1\"")
                .record("brought-in", mail + ",\"maildrop\":\"anna\",\"held\":3,\"uniqueId\":\"2.2\"")
                .record(
                        "expiration-begun",
                        ",\"maildrop\":\"anna\",\"uniqueIds\":[\"2.2\"],\"limits\":\"retention=30\"")
                .record("expiration-ended", ",\"maildrop\":\"anna\",\"uniqueId\":\"2.2\",\"outcome\":\"deleted\"");
        save();
        String folder = home.resolve("var/audit").toString();

        assertThat(run("show", "--message-id", "m", "--json", folder)).isZero();
        assertThat(out.lines()).hasSize(6);
        assertThat(run("show", "--unique-id", "2.2", "--json", folder)).isZero();
        assertThat(out.lines()).hasSize(5).noneMatch(line -> line.contains("\"maildrop\":\"bob\""));
        assertThat(run("show", "--message-id", "m", "--account", "bob", "--json", folder))
                .isZero();
        assertThat(out.lines()).hasSize(2);
        assertThat(run("show", "--message-id", "m", folder)).isZero();
        assertThat(out)
                .contains("is held for maildrop anna as number 3")
                .contains("Held mail 3 came into maildrop anna as 2.2")
                .contains("are to be removed by retention=30");
    }

    /** From the trails of earlier releases, which say nothing of arrivals. */
    @Test
    void tellsWhatThereIsWithoutArrivals() throws IOException {
        trail.files().get(0).subList(0, 3).clear();
        save();

        assertThat(run("show", "--message-id", "1@example.org", "--json", "--home", home.toString()))
                .isZero();
        assertThat(out.lines()).hasSize(7);
    }

    @Test
    void letsNoStrangersTextControlATerminal() throws IOException {
        trail = new TestTrail("a\\u001b[2J\\u202e", key)
                .record("login", ",\"user\":\"x\\u001b]0;\\n\",\"outcome\":\"AUTH\"");
        save();
        String folder = home.resolve("var/audit").toString();

        run("show", "--account", "x\u001b]0;\n", folder);
        assertThat(out).contains("Login of x?]0;?").doesNotContain("\u001b", "\u202e");
        run("verify", "--key=none", folder);
        assertThat(out).contains("node a?[2J?:").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void isThereForTheJdk() {
        assertThat(ServiceLoader.load(ToolProvider.class).stream()
                        .map(provider -> provider.get().name()))
                .contains("digipoort-audit");
    }

    private int run(String... arguments) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        int exit = tool.run(new PrintWriter(stdout), new PrintWriter(stderr), arguments);
        out = stdout.toString();
        err = stderr.toString();
        return exit;
    }
}
