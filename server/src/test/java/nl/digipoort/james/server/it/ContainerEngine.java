// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.Distribution;

/**
 * Podman, which answers docker-compose as Docker does, in namespaces of its own: it takes no port of the machine, nothing outside reaches it,
 * and what it runs ends with it. Skips the test where it is not installed, except with {@code CI=true}.
 */
final class ContainerEngine implements AutoCloseable {
    /** The folder of the scripts and of the images that stand in for real ones. */
    static final Path SOURCES =
            Distribution.project().resolve("server/src/test/containers").normalize();

    private final Path folder;
    private final Process namespaces;

    private ContainerEngine(Path folder, Process namespaces) {
        this.folder = folder;
        this.namespaces = namespaces;
    }

    static ContainerEngine start(Path folder) throws Exception {
        RealClient.in(folder)
                .where("sh", "-c", "test $(id -u) = 0")
                .where("sh", "-c", "command -v podman && command -v runc && command -v conmon && command -v iptables")
                .where("sh", "-c", "command -v docker-compose && command -v debootstrap && command -v pkill")
                .where("unshare", "--net", "--mount", "--pid", "--fork", "true");
        configure(folder);
        ProcessBuilder builder = new ProcessBuilder("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child");
        builder.command()
                .addAll(List.of("--mount-proc", SOURCES.resolve("engine").toString(), folder.toString()));
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("engine.log").toFile());
        builder.environment().putAll(environment(folder));
        ContainerEngine engine = new ContainerEngine(folder, builder.start());
        await().atMost(Duration.ofMinutes(1))
                .failFast("the engine ended", () -> !engine.namespaces.isAlive())
                .until(() -> engine.namespaces.children().findAny().isPresent()
                        && engine.attempt(folder, "test -S /run/podman.sock").exit() == 0);
        return engine;
    }

    private static void configure(Path folder) throws IOException {
        Path networks = Files.createDirectory(folder.resolve("networks"));
        Files.writeString(
                folder.resolve("containers.conf"),
                """
                [containers]
                default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                [network]
                network_config_dir = "NETWORKS"
                """
                        .replace("NETWORKS", networks.toString()));
        Files.writeString(
                folder.resolve("storage.conf"),
                """
                [storage]
                driver = "overlay"
                graphroot = "/run/containers/images"
                runroot = "/run/containers/storage"
                """);
    }

    private static Map<String, String> environment(Path folder) {
        return Map.of(
                "CONTAINERS_CONF", folder.resolve("containers.conf").toString(),
                "CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString(),
                "DOCKER_HOST", "unix:///run/podman.sock");
    }

    /** Runs a line of the shell inside, where podman, docker-compose and the published ports are; it must succeed. */
    String run(Path directory, String line) throws Exception {
        return attempt(directory, line).good();
    }

    /** The same on a terminal, which docker-compose exec wants. */
    String runOnTerminal(Path directory, String line) throws Exception {
        return attempt(directory, "script --quiet --return --command '" + line.replace("'", "'\\''") + "' /dev/null")
                .good();
    }

    /** The same, but the line may fail. */
    RealClient.Ended attempt(Path directory, String line) throws Exception {
        ProcessHandle first = namespaces.children().findAny().orElseThrow();
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", Long.toString(first.pid())));
        command.addAll(List.of("--net", "--mount", "--pid", "--wd=" + directory, "env"));
        environment(folder).forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("sh", "-c", line));
        return RealClient.in(folder).attempt(command.toArray(String[]::new));
    }

    @Override
    public void close() {
        namespaces.children().forEach(ProcessHandle::destroyForcibly);
        namespaces.onExit().join();
    }
}
