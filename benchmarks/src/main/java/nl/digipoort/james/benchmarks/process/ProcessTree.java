// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server's process and its descendants, from {@code /proc} (proc(5)). */
public final class ProcessTree {
    /** {@code getconf CLK_TCK}, 100 on every Linux that a JDK runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final Pattern KIBIBYTES = Pattern.compile("^(Rss|Pss): +([0-9]+) kB$", Pattern.MULTILINE);
    private static final Pattern NUMBER = Pattern.compile("[-# ]*[0-9]*[-# ]*$");
    private static final long KIBI = 1024;
    /** Index among the fields after the name in stat, from 0: utime, stime, cutime, cstime follow. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private final long pid;

    public ProcessTree(long pid) {
        this.pid = pid;
    }

    public long pid() {
        return pid;
    }

    /** User and system time of the tree, including children that have ended and were waited for. */
    public Duration cpu() {
        return duration(processes().mapToLong(ProcessTree::ticks).sum());
    }

    private static Duration duration(long ticks) {
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** User and system time of the threads of the process itself that live, by their names without numbers. */
    public Map<String, Duration> threads() {
        Map<String, Duration> times = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.map(thread -> read(pid, "task/" + thread.getFileName() + "/stat"))
                    .filter(stat -> !stat.isEmpty())
                    .forEach(stat -> times.merge(threadName(stat), duration(ticks(stat)), Duration::plus));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    /** The name in a line of {@code stat}, which the kernel cuts off after 15 octets, without a number at its end. */
    static String threadName(String stat) {
        return NUMBER.matcher(stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')))
                .replaceFirst("");
    }

    public Memory memory() {
        return processes().map(ProcessTree::memory).reduce(new Memory(0, 0), Memory::plus);
    }

    public int size() {
        return pids().size();
    }

    /** The process and its descendants at the moment. */
    public List<Long> pids() {
        return processes().toList();
    }

    private Stream<Long> processes() {
        return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
    }

    private static long ticks(long process) {
        return ticks(read(process, "stat"));
    }

    /** @param stat a line of {@code /proc/PID/stat}; the name in it may contain anything but a newline */
    static long ticks(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1));
        return fields.subList(FIRST_TIME, FIRST_TIME + TIMES).stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static Memory memory(long process) {
        return memory(read(process, "smaps_rollup"));
    }

    static Memory memory(String rollup) {
        Matcher matcher = KIBIBYTES.matcher(rollup);
        long rss = 0;
        long pss = 0;
        while (matcher.find()) {
            long octets = Long.parseLong(matcher.group(2)) * KIBI;
            if (matcher.group(1).equals("Rss")) {
                rss = octets;
            } else {
                pss = octets;
            }
        }
        return new Memory(rss, pss);
    }

    /** Empty if the process has ended meanwhile. */
    private static String read(long process, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), name));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
