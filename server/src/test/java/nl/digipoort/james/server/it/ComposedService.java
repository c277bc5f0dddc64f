// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.testing.ComposeFile;
import org.awaitility.core.ConditionFactory;

/** A service of a compose file in the folder of the archive, in a running engine. */
final class ComposedService {
    private static final String KILLED = "137";

    private final ContainerEngine engine;
    private final Path folder;
    private final String file;
    private final String name;
    private final ComposeFile.Service written;

    ComposedService(ContainerEngine engine, Path folder, String file, String name) throws IOException {
        this.engine = engine;
        this.folder = folder;
        this.file = file;
        this.name = name;
        written = ComposeFile.read(folder.resolve(file)).service(name);
    }

    /** As an operator writes it. */
    String compose(String command) {
        return "docker-compose " + (file.equals("docker-compose.yml") ? "" : "-f " + file + " ") + command;
    }

    /** Runs a command of docker-compose on the whole file. */
    String run(String command) throws Exception {
        return engine.run(folder, compose(command));
    }

    /** That of the image which the file names. */
    String version() {
        return written.version();
    }

    /** Runs a line of the shell inside; it must not have single quotes. */
    String sh(String line) throws Exception {
        return engine.run(folder, "podman exec " + id() + " sh -c '" + line + "'");
    }

    String log() throws Exception {
        return engine.run(folder, "podman logs " + id());
    }

    private String inspect(String format) throws Exception {
        return engine.run(folder, "podman inspect --format '" + format + "' " + id())
                .strip();
    }

    private String id() throws Exception {
        String id = engine.run(folder, "podman ps --all --quiet --filter label=com.docker.compose.service=" + name);
        assertThat(id).as(name).isNotBlank();
        return id.strip();
    }

    /** Whether its health check succeeds. */
    boolean isHealthy() throws Exception {
        return engine.attempt(folder, "podman healthcheck run " + id()).exit() == 0;
    }

    void awaitHealth() {
        patiently().until(this::isHealthy);
    }

    /** Stops all that its init process has started, for the length of one health check, which sees it. */
    void failsItsCheckWhileItHangs() throws Exception {
        signal("STOP");
        assertThat(isHealthy()).isFalse();
        signal("CONT");
        awaitHealth();
    }

    /** The same for as many checks as it takes to be called unhealthy, which docker-compose shows. Its time to start must be over. */
    void isUnhealthyWhileItHangs() throws Exception {
        awaitEndOfStart();
        signal("STOP");
        int retries = Integer.parseInt(inspect("{{.Config.Healthcheck.Retries}}"));
        for (int check = 1; check <= retries; check++) {
            assertThat(isHealthy()).as("check %d", check).isFalse();
        }
        assertThat(health()).isEqualTo("unhealthy");
        assertThat(run("ps")).containsOnlyOnce("(unhealthy)");
        signal("CONT");
        awaitHealth();
        assertThat(health()).isEqualTo("healthy");
        assertThat(run("ps")).contains("(healthy)").doesNotContain("(unhealthy)");
    }

    private String health() throws Exception {
        return inspect("{{.State.Health.Status}}");
    }

    /** Failures before do not count. */
    private void awaitEndOfStart() throws Exception {
        String end =
                inspect("{{.State.StartedAt.Unix}}") + " + " + inspect("{{.Config.Healthcheck.StartPeriod.Seconds}}");
        patiently()
                .until(() -> engine.attempt(folder, "test $(date +%s) -gt $((" + end + "))")
                                .exit()
                        == 0);
    }

    private void signal(String signal) throws Exception {
        engine.run(folder, "pkill -" + signal + " -P " + inspect("{{.State.Pid}}"));
    }

    /** Kills its first process, as no command of docker-compose does, and waits until it runs again. */
    void crash() throws Exception {
        String before = inspect("{{.State.Pid}}");

        engine.run(folder, "kill -KILL " + before);

        patiently().until(() -> {
            String now = inspect("{{.State.Pid}}");
            return !now.equals(before) && !now.equals("0");
        });
    }

    /** By itself, within the time that the file gives it, and without too little memory before. */
    void hasStopped() throws Exception {
        assertThat(inspect("{{.State.Status}} {{.State.OOMKilled}}")).isEqualTo("exited false");
        assertThat(inspect("{{.State.ExitCode}}")).isNotEqualTo(KILLED);
    }

    /**
     * The user, the file system and the limits of the file, no capability and no way to one, as the kernel sees it.
     *
     * @param locked a place where it must not write
     */
    void mayDoNothingElse(String locked) throws Exception {
        boolean readOnly = written.text("read_only").isPresent();

        sh(String.join(
                " && ",
                List.of(
                        ids("Uid", "id -u", 0),
                        ids("Gid", "id -g", 1),
                        "grep -q \"CapEff:.0000000000000000\" /proc/1/status",
                        "grep -q \"CapBnd:.0000000000000000\" /proc/1/status",
                        "grep -q \"NoNewPrivs:.1\" /proc/1/status",
                        "grep -q \"^[^ ]* / [^ ]* " + (readOnly ? "ro" : "rw") + "[, ]\" /proc/mounts",
                        limit(
                                "memory.max",
                                "memory/memory.limit_in_bytes",
                                bytes(written.text("mem_limit").orElseThrow())),
                        limit(
                                "pids.max",
                                "pids/pids.max",
                                written.text("pids_limit").orElseThrow()),
                        "! touch " + locked)));
    }

    /** Those of the first process: all four of a kind are the number of the file, or that of the user whom it names. */
    private String ids(String line, String lookUp, int part) {
        String user = written.text("user").orElseThrow().replaceAll("[$][{]DIGIPOORT_USER:-(.*)}", "$1");
        String id = user.contains(":") ? user.split(":", -1)[part] : "$(" + lookUp + " " + user + ")";
        return "id=" + id + " && test \"$(grep ^" + line + ": /proc/1/status | tr -s \"\\t\" \" \")\" = \"" + line
                + ": $id $id $id $id\"";
    }

    /** Where the first or the second version of control groups has it. */
    private static String limit(String second, String first, String value) {
        return "grep -qx " + value + " /sys/fs/cgroup/" + second + " /sys/fs/cgroup/" + first;
    }

    private static String bytes(String limit) {
        int last = limit.length() - 1;
        int shift = limit.charAt(last) == 'g' ? 30 : 20;
        return Long.toString(Long.parseLong(limit.substring(0, last)) << shift);
    }

    /** Each look is a process of Podman's, which takes time away from what is waited for. */
    static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1));
    }
}
