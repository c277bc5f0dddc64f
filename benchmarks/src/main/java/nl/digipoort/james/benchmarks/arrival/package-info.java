// SPDX-License-Identifier: Apache-2.0
/**
 * The arrival of mail: how fast a server receives mail and makes it visible, and the cost of that. Begin with {@link
 * nl.digipoort.james.benchmarks.arrival.ArrivalRun}.
 */
package nl.digipoort.james.benchmarks.arrival;
