// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

/**
 * Resident memory in octets.
 *
 * @param rss pages that several processes share count for each of them
 * @param pss each shared page counts once, divided among those who share it
 */
public record Memory(long rss, long pss) {
    public Memory plus(Memory other) {
        return new Memory(rss + other.rss, pss + other.pss);
    }
}
