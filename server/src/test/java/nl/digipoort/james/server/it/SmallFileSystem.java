// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file system of a few hundred megabytes that a test can fill. Only root can mount it; otherwise the test is skipped. */
final class SmallFileSystem implements AutoCloseable {
    private static final long BLOCK = 1 << 20;

    private final Path mounted;
    private final Path filling;

    private SmallFileSystem(Path mounted) {
        this.mounted = mounted;
        this.filling = mounted.resolve("filling");
    }

    /** In memory. */
    static SmallFileSystem tmpfs(Path folder, int megabytes) throws IOException {
        requireRoot();
        Path mounted = Files.createDirectory(folder.resolve("tmpfs"));
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", mounted.toString());
        return new SmallFileSystem(mounted);
    }

    /** On a loop device. */
    static SmallFileSystem ext4(Path folder, int megabytes) throws IOException {
        requireRoot();
        Path image = folder.resolve("image");
        run("truncate", "-s", megabytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-m", "0", image.toString());
        Path mounted = Files.createDirectory(folder.resolve("ext4"));
        run("mount", "-o", "loop", image.toString(), mounted.toString());
        return new SmallFileSystem(mounted);
    }

    /** Whether this user may mount one. */
    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void requireRoot() {
        boolean root = isPossible();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(root).as("CI runs as root, who may mount").isTrue();
        }
        assumeTrue(root, "only root may mount");
    }

    Path folder() {
        return mounted;
    }

    /** Fills it, leaving this many octets free. */
    void fill(long left) throws IOException {
        try (var out = Files.newOutputStream(filling)) {
            byte[] block = new byte[(int) BLOCK];
            for (long usable = usable(); usable > left; usable = usable()) {
                out.write(block, 0, (int) Math.min(BLOCK, usable - left));
                out.flush();
            }
        } catch (IOException e) {
            if (left > 0 || usable() > BLOCK) {
                throw e;
            }
        }
    }

    long usable() throws IOException {
        return Files.getFileStore(mounted).getUsableSpace();
    }

    void empty() throws IOException {
        Files.deleteIfExists(filling);
    }

    @Override
    public void close() throws IOException {
        run("umount", mounted.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as(Arrays.toString(command) + ": " + output)
                .isZero();
    }
}
