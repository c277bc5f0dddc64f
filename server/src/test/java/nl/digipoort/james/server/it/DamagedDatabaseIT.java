// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that has lost what was accepted is refused at the start, by name; one that was killed is not. */
class DamagedDatabaseIT {
    private static final int MESSAGES = 12;
    private static final int KILLS = 5;

    @TempDir
    private static Path scratch;

    private static Path killed;
    private static Account account;

    @BeforeAll
    static void makeAHomeAndKillItsServer() throws Exception {
        killed = ChangedConfiguration.unchanged(scratch.resolve("killed"));
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(killed))) {
            account = gateway.newAccount();
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "mail " + i))
                        .startsWith("250 ");
            }
            gateway.process().kill();
        }
    }

    /** What happened to the files of a killed server. */
    enum Damage {
        LOG_CUT("james.log has ") {
            @Override
            void to(Path database) throws IOException {
                Path log = database.resolve("james.log");
                // behind it are the zeros that are written ahead
                cut(log, writtenEnd(log) * 3 / 4);
            }
        },
        LOG_GARBLED("james.log has other octets") {
            @Override
            void to(Path database) throws IOException {
                flip(database.resolve("james.log"), writtenEnd(database.resolve("james.log")) / 2);
            }
        },
        SCRIPT_CUT("james.script has ") {
            @Override
            void to(Path database) throws IOException {
                cut(database.resolve("james.script"), Files.size(database.resolve("james.script")) / 2);
            }
        },
        PROPERTIES_REMOVED("james.properties is missing") {
            @Override
            void to(Path database) throws IOException {
                Files.delete(database.resolve("james.properties"));
            }
        },
        CONTENTS_HALVED("james.lobs has ") {
            @Override
            void to(Path database) throws IOException {
                cut(database.resolve("james.lobs"), Files.size(database.resolve("james.lobs")) / 2);
            }
        },
        CONTENTS_REMOVED("james.lobs has 0 of the ") {
            @Override
            void to(Path database) throws IOException {
                Files.delete(database.resolve("james.lobs"));
            }
        },
        DATABASE_REMOVED("its files are not there any more") {
            @Override
            void to(Path database) throws IOException {
                try (Stream<Path> files = Files.list(database)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(database);
            }
        };

        private final String words;

        Damage(String words) {
            this.words = words;
        }

        abstract void to(Path database) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheStartAndSaysWhatIsWrong(Damage damage) throws Exception {
        Path home = copy("damaged-" + damage);
        damage.to(home.resolve("var/database"));

        Outcome outcome = Outcome.of(
                "run",
                "--home",
                home.toString(),
                "--bind=127.0.0.1",
                "--pop3-port=0",
                "--smtp-port=0",
                "--webadmin-port=0",
                "--jmx-port=0");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.stderr()).contains(damage.words, "restore a backup", "--accept-loss");
        assertThat(outcome.stderr().lines()).hasSize(1);
    }

    @Test
    void goesOnWithWhatIsLeftIfThatIsAccepted() throws Exception {
        Path home = copy("accepted");
        Damage.LOG_CUT.to(home.resolve("var/database"));

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.startAcceptingLoss(home))) {
            List<String> left = gateway.list(account);
            assertThat(left).hasSizeBetween(1, MESSAGES - 1);
            assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "after"))
                    .startsWith("250 ");
            assertThat(gateway.list(account)).hasSize(left.size() + 1);
            assertThat(gateway.uniqueIds(account).get(left.size())).matches("[0-9]+\\.10000[0-9]{2}");
        }

        assertThat(Files.readString(home.resolve("var/log/digipoort.log")))
                .contains("is damaged, and that is accepted: james.log has ");
        assertThat(Files.readString(home.resolve("var/audit/digipoort-audit.jsonl")))
                .contains("\"event\":\"loss-accepted\"", "\"damage\":\"james.log has ");
        try (Stream<Path> var = Files.list(home.resolve("var"))) {
            assertThat(var).anyMatch(file -> file.getFileName().toString().startsWith("database-damaged-"));
        }
    }

    @Test
    void startsWithoutQuestionsAfterEachKillAmidLoad() throws Exception {
        Path home = copy("load");
        Queue<String> accepted = new ConcurrentLinkedQueue<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
                List<Thread> agencies = new ArrayList<>();
                for (int agency = 0; agency < 2; agency++) {
                    String name = kill + "-" + agency;
                    Thread thread = new Thread(() -> send(gateway.process().smtpPort(), name, accepted));
                    thread.start();
                    agencies.add(thread);
                }
                int before = accepted.size();
                while (accepted.size() < before + 8) {
                    Thread.onSpinWait();
                }
                gateway.process().kill();
                for (Thread agency : agencies) {
                    agency.join();
                }
            }
        }

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            // the last one of each agency may have been stored without an answer
            assertThat(gateway.list(account).size())
                    .isBetween(MESSAGES + accepted.size(), MESSAGES + accepted.size() + 2 * KILLS);
        }
    }

    private static void send(int port, String agency, Queue<String> accepted) {
        try {
            for (int i = 0; ; i++) {
                if (SmtpClient.deliver(port, account.user(), agency + "-" + i).startsWith("250 ")) {
                    accepted.add(agency + "-" + i);
                }
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            // the server is killed
        }
    }

    private static Path copy(String name) throws IOException {
        Path copy = scratch.resolve(name);
        try (Stream<Path> files = Files.walk(killed)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(killed.relativize(file).toString()));
            }
        }
        Files.deleteIfExists(copy.resolve("var/database/james.lck"));
        return copy;
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
            octets.setLength(length);
        }
    }

    private static void flip(Path file, long position) throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
            octets.seek(position);
            int octet = octets.read();
            octets.seek(position);
            octets.write(octet ^ 1);
        }
    }

    private static long writtenEnd(Path log) throws IOException {
        byte[] octets = Files.readAllBytes(log);
        int end = octets.length;
        while (end > 0 && octets[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
