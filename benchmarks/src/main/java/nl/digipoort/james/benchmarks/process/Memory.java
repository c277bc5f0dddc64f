// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

/**
 * Resident memory in octets.
 *
 * @param rss a page that several processes share counts for each of them
 * @param pss a shared page counts once, divided among its processes
 */
public record Memory(long rss, long pss) {
    public Memory plus(Memory other) {
        return new Memory(rss + other.rss, pss + other.pss);
    }
}
