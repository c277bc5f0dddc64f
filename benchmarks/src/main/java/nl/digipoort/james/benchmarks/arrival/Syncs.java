// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** Counts with strace how often processes and their children ask the kernel to sync to the disk. It slows them down. */
final class Syncs implements AutoCloseable {
    private static final Set<String> CALLS = Set.of("fsync", "fdatasync", "msync", "sync_file_range");
    private static final Duration ATTACH = Duration.ofSeconds(30);
    private static final int CALLS_COLUMN = 3;
    private static final int FEWEST_COLUMNS = 5;

    private final Child strace;
    private final Path table;

    private Syncs(Child strace, Path table) {
        this.strace = strace;
        this.table = table;
    }

    static boolean canBeCounted() {
        return Files.isExecutable(Path.of("/usr/bin/strace"));
    }

    /** Starts to count; strace is attached when this returns. */
    static Syncs count(List<ProcessTree> processes, Path scratch) throws IOException, InterruptedException {
        Path table = scratch.resolve("strace.table");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/strace", "-f", "-c", "-o", table.toString(), "-e", "trace=" + String.join(",", CALLS)));
        List<Long> pids =
                processes.stream().flatMap(tree -> tree.pids().stream()).toList();
        pids.forEach(pid -> command.addAll(List.of("-p", pid.toString())));
        Child strace = Child.start(scratch.resolve("strace.out"), command);
        try {
            // the process that strace attaches to last
            String unused = strace.await("Process " + pids.get(pids.size() - 1) + " attached", ATTACH);
        } catch (IOException e) {
            strace.close();
            throw e;
        }
        return new Syncs(strace, table);
    }

    /** The count, after this has been closed. */
    int calls() throws IOException {
        return parse(Files.readString(table));
    }

    @Override
    public void close() {
        strace.close();
    }

    /** @param table output of {@code strace -c}: time, seconds, time of a call, calls, errors if any, name */
    static int parse(String table) {
        return table.lines()
                .map(line -> line.strip().split(" +", -1))
                .filter(columns -> columns.length >= FEWEST_COLUMNS && CALLS.contains(columns[columns.length - 1]))
                .mapToInt(columns -> Integer.parseInt(columns[CALLS_COLUMN]))
                .sum();
    }
}
