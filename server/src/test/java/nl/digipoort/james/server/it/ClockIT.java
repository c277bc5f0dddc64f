// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.message;
import static nl.digipoort.james.server.it.TestMessages.subject;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.SteppedClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server whose wall clock is set, by a preloaded library, while its monotonic clock goes on. */
class ClockIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private static Path scratch;

    private static SteppedClock clock;
    private static TestGateway gateway;

    private WebAdminClient webAdmin;
    private Account account;
    private Duration atTheBegin;

    @BeforeAll
    static void start() throws Exception {
        clock = SteppedClock.in(scratch);
        startOn(ChangedConfiguration.home(
                scratch.resolve("home"), "<keepDays>0</keepDays>", "<keepDays>30</keepDays>"));
    }

    private static void startOn(Path home) throws Exception {
        gateway = TestGateway.on(EmbeddedGateway.start(home, clock.environment()));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** Whatever the test before has done to the clock, it is right now. */
    @BeforeEach
    void believeTheClock() throws Exception {
        webAdmin = gateway.webAdmin();
        assertThat(confirm()).startsWith("{\"trusted\":true,");
        atTheBegin = clock.offset();
        account = gateway.newAccount();
        assertThat(webAdmin.send("PUT", limits(), "{\"retention\":1}").statusCode())
                .isEqualTo(204);
    }

    @Test
    void keepsTheOrderOfMailThatIsHeldWhileTheClockIsSetBack() throws Exception {
        send("one");
        try (Pop3Client session = gateway.loggedIn(account)) {
            send("two");
            set(HOUR.negated());
            send("three");
            set(HOUR.negated().multipliedBy(2));
            send("four");

            assertThat(session.command("STAT")).startsWith("+OK 1 ");
            assertThat(session.command("QUIT")).startsWith("+OK");
        }
        gateway.awaitMessages(account, 4);
        send("five");

        assertThat(subjects(gateway, account)).containsExactly("one", "two", "three", "four", "five");
    }

    /** One message in two hands would be the worst that a clock can do. */
    @Test
    void keepsTheMaildropOfASessionThroughEveryStep() throws Exception {
        send("one");
        send("two");
        try (Pop3Client session = gateway.loggedIn(account)) {
            for (Duration off : List.of(HOUR, HOUR.negated(), DAY.plus(HOUR), DAY.multipliedBy(40))) {
                set(off);

                try (Pop3Client second = gateway.secured()) {
                    second.command("USER " + account.user());
                    assertThat(second.command("PASS " + account.password()))
                            .as("off by " + off)
                            .startsWith("-ERR [IN-USE]");
                }
                assertThat(session.command("STAT")).as("off by " + off).startsWith("+OK 2 ");
                assertThat(subject(session, 1)).isEqualTo("one");
            }
            session.command("DELE 1");
            assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
        }
        assertThat(subjects(gateway, account)).containsExactly("two");
    }

    @Test
    void deletesNothingByAClockThatLeaptUntilAnOperatorConfirmsIt() throws Exception {
        send("one");
        assertThat(subjects(gateway, account)).containsExactly("one");
        assertThat(shown()).startsWith("{\"trusted\":true,");
        assertThat(health()).contains("\"status\":\"healthy\"");
        List<String> before = trail();
        assertThat(before).anyMatch(line -> line.contains("\"retrieval-ended\""));

        for (Duration leap : List.of(DAY.plus(HOUR), DAY.multipliedBy(40))) {
            double counted = gateway.metric("digipoort_clock_steps_total");
            set(leap);
            send("by " + leap);

            assertThat(expired()).isZero();
            assertThat(health()).contains("\"status\":\"degraded\"", "was expected; nothing is deleted by it");
            assertThat(trail()).containsAll(before);
            // a day that is over is compressed beside, and its file is not to be read meanwhile
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(log())
                    .contains("The clock stepped from ", " by " + leap.toSeconds() + " s. Nothing is deleted by it"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.metric("digipoort_clock_steps_total"))
                    .isEqualTo(counted + 1));
            assertThat(gateway.metric("digipoort_clock_off_seconds"))
                    .isBetween(leap.toSeconds() - 60.0, leap.toSeconds() + 60.0);
            assertThat(trail())
                    .anyMatch(line ->
                            line.contains("\"clock-stepped\"") && line.contains("\"seconds\":" + leap.toSeconds()));
        }
        assertThat(subjects(gateway, account)).hasSize(3);
        assertThat(trail()).hasSizeGreaterThan(before.size()).doesNotHaveDuplicates();

        assertThat(confirm()).startsWith("{\"trusted\":true,");

        assertThat(health()).contains("\"status\":\"healthy\"");
        // the third came when the clock said 40 days already
        assertThat(expired()).isEqualTo(2);
        assertThat(subjects(gateway, account)).containsExactly("by " + DAY.multipliedBy(40));
        assertThat(trail()).anyMatch(line -> line.contains("\"confirm-clock\"") && line.contains("\"done\""));
    }

    @Test
    void remembersOverAStopWhenItWas() throws Exception {
        send("one");
        set(DAY.multipliedBy(40));
        gateway.process().terminate();
        Path home = gateway.process().home();
        assertThat(Files.readString(home.resolve("var/digipoort-clock"))).matches("[-0-9T:.]+Z\n");

        startOn(home);
        webAdmin = gateway.webAdmin();

        assertThat(shown()).startsWith("{\"trusted\":false,");
        assertThat(expired()).isZero();
        set(Duration.ZERO);
        assertThat(expired()).isZero();
        assertThat(subjects(gateway, account)).containsExactly("one");
    }

    /** Sets the clock off from where it was when the test began, and waits until the server shows it. */
    private void set(Duration off) throws Exception {
        clock.step(atTheBegin.plus(off).minus(clock.offset()));
        String step = off.isZero() ? "{\"trusted\":true," : "\"bySeconds\":" + off.toSeconds() + "}";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown()).contains(step));
    }

    private String confirm() throws Exception {
        return webAdmin.send("POST", "/digipoort/clock/confirm", "").body();
    }

    private void send(String subject) throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.process().smtpPort())) {
            assertThat(client.deliver(message(subject).getBytes(StandardCharsets.US_ASCII), account.user()))
                    .startsWith("250 ");
        }
    }

    private int expired() throws Exception {
        String answer = webAdmin.send("POST", limits() + "?action=expire", "").body();
        assertThat(answer).matches("\\{\"deleted\":[0-9]+}");
        return Integer.parseInt(answer.replaceAll("[^0-9]", ""));
    }

    private String limits() {
        return "/digipoort/limits/" + account.user();
    }

    private String shown() throws Exception {
        return webAdmin.get("/digipoort/clock");
    }

    private String health() throws Exception {
        return webAdmin.get("/healthcheck/checks/Digipoort%20clock");
    }

    /** All files: a step over midnight begins another one, and compresses the last. */
    private String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(gateway.process().home().resolve("var/log"))) {
            for (Path file : files.toList()) {
                try (InputStream stream = Files.newInputStream(file)) {
                    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream;
                    text.append(new String(plain.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return text.toString();
    }

    /** All records of all files. */
    private List<String> trail() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(gateway.process().home().resolve("var/audit"))) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
