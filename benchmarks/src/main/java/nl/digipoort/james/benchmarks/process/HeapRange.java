// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that a JVM has reserved for its heap; the last one is excluded. */
record HeapRange(long from, long to) {
    private static final int HEX = 16;
    /** "[from, to)" of G1 and Parallel, "[from, in use, to)" of Serial. */
    private static final Pattern RANGE = Pattern.compile("\\[0x([0-9a-f]+), (?:0x[0-9a-f]+, ?)*0x([0-9a-f]+)\\)");

    /** @param heapInfo output of {@code jcmd GC.heap_info}: the parts of the heap, then Metaspace, which is not part of it */
    static HeapRange parse(String heapInfo) {
        String heap = heapInfo.split("Metaspace", 2)[0];
        long from = Long.MAX_VALUE;
        long to = 0;
        Matcher matcher = RANGE.matcher(heap);
        while (matcher.find()) {
            from = Math.min(from, Long.parseUnsignedLong(matcher.group(1), HEX));
            to = Math.max(to, Long.parseUnsignedLong(matcher.group(2), HEX));
        }
        if (to <= from) {
            throw new IllegalArgumentException("no range of addresses in: " + heapInfo);
        }
        return new HeapRange(from, to);
    }

    boolean contains(long address) {
        return address >= from && address < to;
    }
}
