// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesBackwardsTest {
    private static final int A_LOT = 1_000_000_000;
    private static final int BLOCK = 64 * 1024;

    @TempDir
    private Path directory;

    @Test
    void givesTheLastLineFirst() throws IOException {
        assertThat(lines("one\ntwo\nthree\n", A_LOT)).containsExactly("three", "two", "one");
    }

    @Test
    void givesALineThatIsNotEndedYet() throws IOException {
        assertThat(lines("one\n{\"half", A_LOT)).containsExactly("{\"half", "one");
        assertThat(lines("alone", A_LOT)).containsExactly("alone");
    }

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        assertThat(lines("", A_LOT)).isEmpty();
        assertThat(lines("\n\n", A_LOT)).isEmpty();
    }

    /** Line lengths that put line ends before, at and after the end of a block. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1023, 1024, 1025, BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK})
    void givesEachLineOnceWhateverItsLength(int length) throws IOException {
        List<String> written = IntStream.range(0, 20)
                .mapToObj(i -> Character.toString('a' + i).repeat(length))
                .collect(Collectors.toList());

        List<String> read = lines(String.join("\n", written) + "\n", A_LOT);

        Collections.reverse(read);
        assertThat(read).isEqualTo(written);
    }

    @Test
    void passesOverALineThatIsTooLong() throws IOException {
        assertThat(lines("one\n" + "x".repeat(2 * 1024 * 1024) + "\ntwo\n", A_LOT))
                .containsExactly("two", "one");
    }

    @Test
    void stopsWhenItHasReadEnough() throws IOException {
        String line = "x".repeat(BLOCK / 2 - 1) + "\n";
        Path file = Files.writeString(directory.resolve("lines"), line.repeat(10));

        try (FileChannel channel = FileChannel.open(file)) {
            LinesBackwards lines = new LinesBackwards(channel, 2 * BLOCK);

            assertThat(all(lines)).hasSize(3);
            assertThat(lines.isCut()).isTrue();
            assertThat(lines.octets()).isEqualTo(2 * BLOCK);
        }
    }

    private List<String> lines(String content, long most) throws IOException {
        Path file = Files.writeString(directory.resolve("lines"), content);
        try (FileChannel channel = FileChannel.open(file)) {
            LinesBackwards lines = new LinesBackwards(channel, most);
            List<String> all = all(lines);
            assertThat(lines.isCut()).isFalse();
            assertThat(lines.octets()).isEqualTo(Files.size(file));
            return all;
        }
    }

    private static List<String> all(LinesBackwards lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            all.add(line.get());
        }
        return all;
    }
}
