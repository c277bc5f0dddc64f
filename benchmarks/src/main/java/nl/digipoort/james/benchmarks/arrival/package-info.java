// SPDX-License-Identifier: Apache-2.0
/**
 * The way in: how quickly a server takes mail and makes it visible, and what that costs. Begin at {@link
 * nl.digipoort.james.benchmarks.arrival.ArrivalRun}.
 */
package nl.digipoort.james.benchmarks.arrival;
