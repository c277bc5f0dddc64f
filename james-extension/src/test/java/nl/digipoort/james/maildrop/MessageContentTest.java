// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.lock.TestLocks;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageContentTest {
    private static final String MESSAGE = "Subject: x\r\n\r\n" + "a line of it\r\n".repeat(20_000);

    @TempDir
    Path directory;

    private final TestLocks locks = new TestLocks();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private BodyBudget budget;
    private Reservation waiting;
    private int requestsEnded;
    private MessageContent content;

    @BeforeEach
    void open() {
        budget = TestBudget.of(1000, directory, metrics);
        Reservation memory = budget.reserve(1000);
        StoredContent stored = new StoredContent(
                MESSAGE.length(), new ByteArrayInputStream(MESSAGE.getBytes(US_ASCII)), () -> requestsEnded++);
        content = new MessageContent(stored, memory, budget, locks.held(Username.of("alice@example.org")));
        waiting = budget.reserve(1000);
    }

    @Test
    void goesOnFromAFileWhereItWasAndGivesItsMemoryBackOnce() throws IOException {
        String start = new String(content.stream().readNBytes(100_000), US_ASCII);
        assertThat(waiting.isGranted()).isFalse();

        content.leaveMemory();

        assertThat(waiting.isGranted()).isTrue();
        assertThat(content.isMemoryWanted()).isFalse();
        assertThat(requestsEnded).isEqualTo(1);
        assertThat(start + new String(content.stream().readAllBytes(), US_ASCII))
                .isEqualTo(MESSAGE);
        content.close();
        assertThat(requestsEnded).isEqualTo(1);
        assertThat(metrics.countFor("digipoort-body-spooled")).isEqualTo(1);
    }

    @Test
    void leavesNoNameInTheDirectory() throws IOException {
        content.leaveMemory();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        assertThatThrownBy(() -> {
                    content.close();
                    content.stream().readAllBytes();
                })
                .as("the file is closed")
                .isInstanceOf(IOException.class);
    }

    @Test
    void givesItsMemoryBackWhenItIsClosed() throws IOException {
        content.close();

        assertThat(waiting.isGranted()).isTrue();
        assertThat(requestsEnded).isEqualTo(1);
    }

    @Test
    void stillGivesItsMemoryBackWhenThereIsNoPlaceForTheFile() throws IOException {
        Files.delete(directory);

        assertThatThrownBy(content::leaveMemory).isInstanceOf(IOException.class);
        assertThat(waiting.isGranted()).isFalse();
        content.close();

        assertThat(waiting.isGranted()).isTrue();
        Files.createDirectory(directory);
    }

    @Test
    void breaksOffWhenTheLockIsLostAlsoFromAFile() throws IOException {
        content.leaveMemory();
        assertThat(content.stream().read()).isEqualTo('S');

        locks.pass(TestLocks.LEASE);

        assertThatThrownBy(() -> content.stream().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
        content.close();
    }
}
