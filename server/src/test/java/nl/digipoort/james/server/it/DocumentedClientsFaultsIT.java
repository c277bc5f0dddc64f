// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digipoort.james.server.TestServerProcess;
import nl.digipoort.james.server.it.RealClient.Ended;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.FailingWrites;
import nl.digipoort.james.testing.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fetching programs of docs/clients lose nothing, double nothing and overwrite nothing, whatever the server or the disk does. */
class DocumentedClientsFaultsIT {
    private static final Account ANNA = new Account("anna@example.org", "geheim");
    private static final Ended DONE = new Ended(0, "");
    private static final String RATHER_SOON = "pack('l!l!', 10, 0)";
    private static final String LONG_LINE = "0123456789".repeat(10_000);

    /** By unique-id, with the names that they get. RFC 1939 allows all of 0x21 to 0x7E in a unique-id. */
    private static final Map<String, String> NAMES = Map.of(
            "1732419234.17",
            "uid-1732419234.17.eml",
            "../../\\x",
            "uid-..%2f..%2f%5cx.eml",
            "Case",
            "uid-%43ase.eml",
            "case",
            "uid-case.eml",
            "%63ase",
            "uid-%2563ase.eml");

    @TempDir
    private static Path ofAll;

    /** The product's own answers; its certificate is for localhost alone. */
    private static TestServerProcess testServer;

    @TempDir
    private Path scratch;

    private FaultyServer server;

    @BeforeAll
    static void startTestServer() throws IOException {
        testServer = TestServerProcess.start(ofAll, "--host", "localhost");
    }

    @AfterAll
    static void stopTestServer() {
        testServer.close();
    }

    @BeforeEach
    void start() throws Exception {
        server = FaultyServer.start(scratch);
        NAMES.keySet().forEach(uniqueId -> server.put(uniqueId, message(uniqueId)));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static List<SampleProgram> programs() {
        return List.of(SampleProgram.IN_PERL, SampleProgram.IN_PYTHON, SampleProgram.IN_JAVA_BY_PLAIN);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void continuesWhereTheServerWasCutInTheMiddleOfAMessage(SampleProgram program) throws Exception {
        server.cut("RETR 3");
        Ended cut = run(program);
        assertThat(cut.exit()).as(cut.printed()).isEqualTo(75);
        assertThat(cut.printed()).startsWith("the connection failed: ").hasLineCount(1);
        assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
        server.mend();
        server.put("new", message("new"));

        Ended ended = run(program);

        assertThat(ended).isEqualTo(DONE);
        assertThat(server.commands())
                .contains("RETR 3", "RETR 4", "RETR 5", "RETR 6", "DELE 1", "DELE 2")
                .doesNotContain("RETR 1", "RETR 2");
        assertThat(SampleProgram.fetched(scratch)).hasSize(6).containsAllEntriesOf(allMessages());
        assertThat(server.messages()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void saysThatQuitWasRefusedAndThenDeletesWithoutFetchingTwice(SampleProgram program) throws Exception {
        String answer = "-ERR [SYS/TEMP] some deleted messages not removed";
        server.refuse("QUIT", answer);
        assertThat(run(program)).isEqualTo(new Ended(75, "the server said: " + answer + "\n"));
        assertThat(server.messages()).hasSize(5);
        server.mend();
        server.cut("QUIT");
        assertThat(run(program).exit()).as("QUIT without an answer").isEqualTo(75);
        server.mend();

        Ended ended = run(program);

        assertThat(ended).isEqualTo(DONE);
        assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
        assertThat(SampleProgram.fetched(scratch)).isEqualTo(allMessages());
        assertThat(server.messages()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void fetchesTheOthersAndNamesThoseThatTheServerHasLost(SampleProgram program) throws Exception {
        server.refuse("RETR 2", "-ERR [SYS/PERM] Message is damaged");
        server.refuse("RETR 4", "-ERR [SYS/PERM] Message is damaged");

        Ended ended = run(program);

        assertThat(ended.exit()).as(ended.printed()).isEqualTo(65);
        Set<String> lost = server.messages().keySet();
        assertThat(lost).hasSize(2);
        assertThat(ended.printed().lines())
                .containsExactlyInAnyOrderElementsOf(lost.stream()
                        .map(uniqueId ->
                                "message " + uniqueId + " stays: the server said: -ERR [SYS/PERM] Message is damaged")
                        .toList());
        assertThat(SampleProgram.fetched(scratch).keySet())
                .hasSize(3)
                .doesNotContainAnyElementsOf(lost.stream().map(NAMES::get).toList());
    }

    /** Under TLS, Net::Cmd takes what comes after the pause for a line of its own: here for the end of the message. */
    @Test
    void keepsNoMessageInPerlThatAPauseInItsMiddleCutShort() throws Exception {
        Path paused = scratch.resolve("paused");
        Files.writeString(
                scratch.resolve("Impatient.pm"),
                """
                package Impatient;
                use Socket qw(SO_RCVTIMEO);
                BEGIN {
                    *CORE::GLOBAL::setsockopt = sub (*$$$) {
                        return CORE::setsockopt($_[0], $_[1], $_[2], $_[2] == SO_RCVTIMEO ? PATIENCE : $_[3]);
                    };
                }
                use IO::Socket::SSL;
                no warnings;
                my $readline = \\&IO::Socket::SSL::readline;
                *IO::Socket::SSL::readline = sub {
                    my $line = $readline->($_[0]);
                    if (defined $line && $line !~ /\\n\\z/) { open(my $told, '>', 'PAUSED') or die }
                    return $line;
                };
                1;
                """
                        .replace("PATIENCE", RATHER_SOON)
                        .replace("PAUSED", paused.toString()));
        Map<String, String> impatient = Map.of("PERL5OPT", "-I" + scratch + " -MImpatient");
        server.put("last", "Subject: last\r\n\r\nFirst.\r\nSecond.\r\n");
        server.stall("RETR 6", ".\r\nSecond", paused);

        Ended ended =
                SampleProgram.IN_PERL.run(scratch, impatient, "localhost", server.port(), server.certificate(), ANNA);

        assertThat(ended).isEqualTo(new Ended(75, "the connection failed: it paused in the middle of a line\n"));
        assertThat(SampleProgram.fetched(scratch)).isEqualTo(allMessages());
        assertThat(server.messages()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void deletesNothingThatIsNotOnTheDisk(SampleProgram program) throws Exception {
        FailingWrites disk = FailingWrites.in(scratch.resolve("writes"), scratch.resolve("inbox"));
        disk.failAt(2, FailingWrites.Kind.FULL);
        assertThat(run(program, disk).exit()).as("no space").isEqualTo(74);
        disk.failAt(2, FailingWrites.Kind.UNSYNCED);
        assertThat(run(program, disk).exit()).as("a file is not synced").isEqualTo(74);
        FailingWrites names = FailingWrites.in(scratch.resolve("names"), scratch);
        names.count(FailingWrites.Kind.UNSYNCED);
        server.refuse("DELE 1", "-ERR [SYS/TEMP] Message cannot be marked now, try again later");
        assertThat(run(program, names).exit()).as("no DELE").isEqualTo(75);
        assertThat(names.counted())
                .as("the files that were left, and the folder")
                .isPositive();
        server.mend();
        names.failAt(1, FailingWrites.Kind.UNSYNCED);
        assertThat(run(program, names).exit()).as("the folder is not synced").isEqualTo(74);

        assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
        assertThat(server.messages()).hasSize(5);
        assertThat(run(program)).isEqualTo(DONE);
        assertThat(SampleProgram.fetched(scratch)).isEqualTo(allMessages());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tellsWhatPassesFromWhatAPersonMustMend(SampleProgram program) throws Exception {
        String login = program.interpreter().equals("python3") ? "PASS" : "AUTH";
        for (Map.Entry<String, String> answer : Map.of(
                        "in-use@example.org", "-ERR [IN-USE] Maildrop is locked by another session",
                        "sys-temp@example.org", "-ERR [SYS/TEMP] Maildrop cannot be opened now, try again later",
                        "login-delay@example.org", "-ERR [LOGIN-DELAY] Too soon after the last login, try again later")
                .entrySet()) {
            assertThat(program.run(
                            scratch,
                            testServer.port(),
                            testServer.certificate().toString(),
                            new Account(answer.getKey(), "digipoort")))
                    .isEqualTo(new Ended(75, "the server said: " + answer.getValue() + "\n"));
        }
        String changed = "-ERR The account has changed, no message was removed";
        server.refuse(login, changed);
        assertThat(run(program)).isEqualTo(new Ended(76, "the server said: " + changed + "\n"));
        server.mend();
        TestCertificate another =
                TestCertificate.ec("localhost", Clock.systemUTC().instant());
        Files.writeString(scratch.resolve("another.pem"), another.certificatePem());
        Ended untrusted = program.run(scratch, server.port(), "another.pem", ANNA);
        assertThat(untrusted.exit()).as(untrusted.printed()).isEqualTo(76);
        assertThat(server.commands()).endsWith("STLS");

        Ended few = program.runWith(scratch, "localhost", "110");
        assertThat(few.exit()).isEqualTo(64);
        assertThat(few.printed()).startsWith("usage: ").hasLineCount(1);
        Ended noPort = program.run(scratch, Map.of(), "localhost", 70_000, "another.pem", ANNA);
        assertThat(noPort.exit()).isEqualTo(64);
        assertThat(noPort.printed()).startsWith("usage: ").hasLineCount(1);
        Ended noPassword = program.runWith(scratch, "localhost", "1", "another.pem", "anna", "missing", "inbox");
        assertThat(noPassword.exit()).isEqualTo(74);
        assertThat(noPassword.printed()).contains("missing").hasLineCount(1);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void saysInOneLineWhatItDoesNotUnderstand(SampleProgram program) throws Exception {
        server.refuse("UIDL", "+OK\r\n1732419234.17\r\n.");
        assertThat(run(program)).isEqualTo(new Ended(76, "the server said in UIDL: 1732419234.17\n"));
        server.refuse("UIDL", "+OK\r\n1 caf\u00e9\r\n.");
        Ended beyondAscii = run(program);
        assertThat(beyondAscii.exit()).as(beyondAscii.printed()).isEqualTo(76);
        assertThat(beyondAscii.printed())
                .startsWith("the server said in UIDL: 1 caf")
                .hasLineCount(1);
        Files.write(scratch.resolve("latin"), "Z\u00f3\u00f3\n".getBytes(ISO_8859_1));
        if (!program.equals(SampleProgram.IN_PERL)) {
            Ended notUtf8 = program.runWith(
                    scratch,
                    "localhost",
                    Integer.toString(server.port()),
                    server.certificate(),
                    "anna",
                    "latin",
                    "inbox");
            assertThat(notUtf8.exit()).as(notUtf8.printed()).isEqualTo(74);
            assertThat(notUtf8.printed()).hasLineCount(1);
        }
        assertThat(server.commands()).noneMatch(line -> line.matches("(RETR|DELE|QUIT).*"));
    }

    @Test
    void saysInOneLineInJavaThatAChallengeIsNone() throws Exception {
        server.refuse("AUTH", "+ !");

        assertThat(run(SampleProgram.IN_JAVA_BY_PLAIN)).isEqualTo(new Ended(76, "the server said: + !\n"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void doesNotLogInToAServerOfAnotherName(SampleProgram program) throws Exception {
        testServer.request("POST", "/reset");

        Ended ended = program.run(
                scratch,
                Map.of(),
                "127.0.0.1",
                testServer.port(),
                testServer.certificate().toString(),
                ANNA);

        assertThat(ended.exit()).as(ended.printed()).isEqualTo(76);
        assertThat(ended.printed()).hasLineCount(1);
        assertThat(testServer.request("GET", "/transcripts"))
                .contains("C: STLS")
                .doesNotContainPattern("C: (USER|AUTH|PASS)");
    }

    @Test
    void doesNotLogInWithMpopOrCurlToAServerOfAnotherName() throws Exception {
        RealClient mpop = SampleMpop.configured(
                scratch,
                server.port(),
                server.certificate(),
                ANNA,
                Map.of("auth digest-md5", "auth plain", "host pop3.example.org", "host 127.0.0.1"));
        assertThat(mpop.attempt("mpop", "--file=mpoprc", "digipoort").exit()).isNotZero();
        assertThat(server.commands()).endsWith("STLS");
        Files.writeString(scratch.resolve(".curlrc"), "insecure\n");
        Path certificate = Files.copy(Path.of(server.certificate()), scratch.resolve("with \"quotes\" and \\.pem"));

        assertThat(look("127.0.0.1", certificate).exit()).isEqualTo(60);

        assertThat(server.commands()).endsWith("STLS");
        assertThat(look("localhost", certificate).exit()).isZero();
    }

    private Ended look(String host, Path certificate) throws Exception {
        return RealClient.in(scratch)
                .where("curl", "--version")
                .with(Map.of("HOME", scratch.toString(), "CURL_HOME", scratch.toString()))
                .attempt(
                        "sh",
                        SampleProgram.DOCUMENTS.resolve("look-with-curl.sh").toString(),
                        host,
                        Integer.toString(server.port()),
                        certificate.toString(),
                        ANNA.user(),
                        "password",
                        "",
                        "PLAIN");
    }

    static List<SampleProgram> programsWithDigest() {
        return List.of(SampleProgram.IN_PERL, SampleProgram.IN_JAVA_BY_DIGEST);
    }

    @ParameterizedTest
    @MethodSource("programsWithDigest")
    void refusesAServerThatDoesNotKnowThePassword(SampleProgram program) throws Exception {
        server.refuse("CAPA", "+OK\r\nSTLS\r\nSASL DIGEST-MD5\r\n.");

        Ended ended = run(program);

        assertThat(ended.exit()).as(ended.printed()).isEqualTo(76);
        assertThat(ended.printed()).startsWith("no login: ").hasLineCount(1);
        assertThat(server.commands()).endsWith("AUTH DIGEST-MD5");
    }

    /** The lock of Perl and Python; that of Java is another one of the system. */
    @Test
    void leavesAFolderToTheRunThatIsAtWorkThere() throws Exception {
        Files.createDirectories(scratch.resolve("inbox"));
        Process other = new ProcessBuilder("flock", "inbox/.lock", "sh", "-c", "echo held && exec cat")
                .directory(scratch.toFile())
                .start();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            for (SampleProgram program : List.of(SampleProgram.IN_PERL, SampleProgram.IN_PYTHON)) {
                assertThat(run(program)).isEqualTo(new Ended(75, "inbox: another run is at work there\n"));
            }
        } finally {
            other.outputWriter().close();
            other.waitFor();
        }
        try (FileChannel file = FileChannel.open(scratch.resolve("inbox/.lock"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(run(SampleProgram.IN_JAVA_BY_PLAIN))
                    .isEqualTo(new Ended(75, "inbox: another run is at work there\n"));
        }

        assertThat(server.connections()).isZero();
    }

    @Test
    void losesNothingWithMpopEither() throws Exception {
        RealClient mpop = SampleMpop.configured(
                scratch,
                server.port(),
                server.certificate(),
                ANNA,
                Map.of("auth digest-md5", "auth plain", "\nkeep on", "\nkeep off"));
        server.cut("RETR 3");
        assertThat(mpop.attempt("mpop", "--file=mpoprc", "digipoort").exit()).isEqualTo(74);
        assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
        server.mend();
        server.refuse("QUIT", "-ERR [SYS/TEMP] some deleted messages not removed");
        assertThat(mpop.attempt("mpop", "--file=mpoprc", "digipoort").exit()).isEqualTo(65);
        assertThat(server.commands()).contains("RETR 3").doesNotContain("RETR 1", "RETR 2");
        assertThat(server.messages()).hasSize(5);
        server.mend();

        mpop.run("mpop", "--file=mpoprc", "digipoort");

        assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
        assertThat(SampleMpop.delivered(scratch))
                .containsExactlyInAnyOrderElementsOf(allMessages().values());
        assertThat(server.messages()).isEmpty();
    }

    private Ended run(SampleProgram program) throws Exception {
        return program.run(scratch, server.port(), server.certificate(), ANNA);
    }

    private Ended run(SampleProgram program, FailingWrites disk) throws Exception {
        return program.run(scratch, disk.environment(), "localhost", server.port(), server.certificate(), ANNA);
    }

    private static String message(String uniqueId) {
        return "Subject: " + uniqueId + "\r\n\r\n.\r\n..x\r\ncaf\u00e9 \u0080\u00ff\r\n" + LONG_LINE + "\r\n";
    }

    private static Map<String, String> allMessages() {
        return NAMES.keySet().stream().collect(Collectors.toMap(NAMES::get, DocumentedClientsFaultsIT::message));
    }
}
