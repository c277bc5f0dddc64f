// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.command.line.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeWriterTest {
    @TempDir
    private Path folder;

    @Test
    void putsBackWhatItReplacedWhenALaterFileCannotBeWritten() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), "old");
        Path blocked = Files.createDirectory(folder.resolve("blocked"));
        Files.createFile(blocked.resolve("full"));

        assertThatThrownBy(() -> new ChangeWriter()
                        .write(List.of(
                                change(first, "new"),
                                change(folder.resolve("made/deep"), "new"),
                                change(blocked, "new"))))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("nothing is changed, because a file cannot be written");

        assertThat(first).content().isEqualTo("old");
        assertThat(names()).containsExactly("blocked", "first");
    }

    @Test
    void leavesNoFolderWhenAFileInItWasNotReached() throws Exception {
        Path blocked = Files.createDirectory(folder.resolve("blocked"));

        assertThatThrownBy(() -> new ChangeWriter()
                        .write(List.of(change(blocked, "new"), change(folder.resolve("made/deep"), "new"))))
                .isInstanceOf(UsageException.class);

        assertThat(names()).containsExactly("blocked");
    }

    @Test
    void putsAJarBackWithItsOwnerAndMode() throws Exception {
        Path jar = Files.writeString(folder.resolve("a.jar"), "old");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r-----"));
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Path blocked = Files.createDirectory(folder.resolve("blocked"));

        assertThatThrownBy(
                        () -> new ChangeWriter().write(List.of(Change.withoutJar(jar, kept), change(blocked, "new"))))
                .isInstanceOf(UsageException.class);

        assertThat(jar).content().isEqualTo("old");
        assertThat(mode(jar)).isEqualTo("rw-r-----");
        assertThat(kept).isEmptyDirectory();
    }

    @Test
    void writesThroughALinkThatAnotherToolManages() throws Exception {
        Path real = Files.writeString(
                Files.createDirectory(folder.resolve("managed")).resolve("b.xml"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("a.xml"), Path.of("managed/b.xml"));

        new ChangeWriter().write(List.of(change(link, "new")));

        assertThat(link).isSymbolicLink().content().isEqualTo("new");
        assertThat(real).content().isEqualTo("new");
        assertThat(folder.resolve("a.xml.before-digipoort"))
                .isRegularFile()
                .content()
                .isEqualTo("old");
        assertThat(folder.resolve("managed"))
                .isDirectoryContaining(path -> path.equals(real))
                .isDirectoryNotContaining(path -> !path.equals(real));
    }

    @Test
    void takesALinkAwayAndNotWhatItPointsTo() throws Exception {
        Path real = Files.writeString(folder.resolve("b.jar"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("a.jar"), real.getFileName());
        Path kept = Files.createDirectory(folder.resolve("kept"));

        new ChangeWriter().write(List.of(Change.withoutJar(link, kept)));

        assertThat(link).doesNotExist();
        assertThat(real).content().isEqualTo("old");
    }

    /** A link may lead there; nothing is moved from one file system to another in one step. */
    @Test
    void putsAJarBackFromAnotherFileSystem() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)));
        Path kept = Files.createTempDirectory(memory, "digipoort");
        try {
            Path jar = Files.writeString(folder.resolve("a.jar"), "old");
            Path blocked = Files.createDirectory(folder.resolve("blocked"));

            assertThatThrownBy(() ->
                            new ChangeWriter().write(List.of(Change.withoutJar(jar, kept), change(blocked, "new"))))
                    .hasMessageStartingWith("nothing is changed, because");

            assertThat(jar).content().isEqualTo("old");
            assertThat(kept).isEmptyDirectory();
        } finally {
            Files.deleteIfExists(kept.resolve("a.jar.before-digipoort"));
            Files.delete(kept);
        }
    }

    @Test
    void givesSecretsToTheGroupThatAloneReadsTheFolder() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        new ChangeWriter().write(List.of(secret("key"), secret("tls/private.key")));

        assertThat(mode(folder.resolve("key"))).isEqualTo("rw-r-----");
        assertThat(mode(folder.resolve("tls"))).isEqualTo("rwxr-x---");
        assertThat(mode(folder.resolve("tls/private.key"))).isEqualTo("rw-r-----");
    }

    /** James's user is in the group then: files of root with another group than root's have no other use. */
    @Test
    void givesSecretsToTheGroupOfAFolderOfRoot() throws Exception {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root gives files away");
        Files.setAttribute(folder, "unix:gid", 1);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        new ChangeWriter().write(List.of(secret("key")));

        assertThat(mode(folder.resolve("key"))).isEqualTo("rw-r-----");
        assertThat(Files.getAttribute(folder.resolve("key"), "unix:gid")).isEqualTo(1);
    }

    @Test
    void neverWritesOverWhatItKeptEarlier() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "one");

        new ChangeWriter().write(List.of(change(file, "two")));
        new ChangeWriter().write(List.of(change(file, "three")));

        assertThat(folder.resolve("file.before-digipoort")).content().isEqualTo("one");
        assertThat(folder.resolve("file.before-digipoort-2")).content().isEqualTo("two");
        assertThat(file).content().isEqualTo("three");
        assertThat(names()).hasSize(3);
    }

    private static Change change(Path file, String text) {
        return Change.ofText(file, text.getBytes(US_ASCII), "");
    }

    private Change secret(String name) {
        return Change.ofSecret(folder.resolve(name), "key".getBytes(US_ASCII), "a key");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toUnmodifiableList());
        }
    }
}
