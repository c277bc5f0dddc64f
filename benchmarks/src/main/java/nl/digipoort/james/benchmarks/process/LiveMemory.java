// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that a JVM needs: the live objects of its heap, and the resident memory outside it. The resident pages of the heap say nothing
 * about sessions, because a heap that was full once has room for many.
 */
public final class LiveMemory {
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*");
    private static final Pattern PAGES = Pattern.compile("^(Rss|Pss): +([0-9]+) kB$");
    private static final Pattern TOTAL = Pattern.compile("^Total +[0-9]+ +([0-9]+)", Pattern.MULTILINE);
    private static final int HEX = 16;
    private static final long KIBI = 1024;

    private LiveMemory() {}

    /**
     * Measures a JVM after a garbage collection.
     *
     * @param jcmd the tool of its JDK
     */
    public static Memory of(long pid, String jcmd) throws IOException, InterruptedException {
        String process = Long.toString(pid);
        // twice: the second one frees what the first one finalised
        Command.run(jcmd, process, "GC.run");
        String histogram = Command.output(jcmd, process, "GC.class_histogram");
        HeapRange heap = HeapRange.parse(Command.output(jcmd, process, "GC.heap_info"));
        Memory outside = outside(Files.readString(Path.of("/proc", process, "smaps")), heap);
        return outside.plus(liveObjects(histogram));
    }

    static Memory liveObjects(String histogram) {
        Matcher matcher = TOTAL.matcher(histogram);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no total in the histogram of the heap");
        }
        long octets = Long.parseLong(matcher.group(1));
        return new Memory(octets, octets);
    }

    static Memory outside(String smaps, HeapRange heap) {
        long rss = 0;
        long pss = 0;
        boolean counts = false;
        for (String line : smaps.lines().toList()) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher pages = PAGES.matcher(line);
            if (mapping.matches()) {
                counts = !heap.contains(Long.parseUnsignedLong(mapping.group(1), HEX));
            } else if (counts && pages.matches()) {
                long octets = Long.parseLong(pages.group(2)) * KIBI;
                if (pages.group(1).equals("Rss")) {
                    rss += octets;
                } else {
                    pss += octets;
                }
            }
        }
        return new Memory(rss, pss);
    }
}
