// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

/** What node dies, in the middle of the minute of the peak. */
enum Failure {
    NONE,
    JAMES,
    CASSANDRA
}
