// SPDX-License-Identifier: Apache-2.0
/**
 * A discrete-event simulation of the distributed server: what is measured on two nodes, and then more nodes, more clients and failures. Times
 * are in milliseconds. {@link nl.digipoort.james.benchmarks.scale.ScaleReport} is where to begin.
 */
package nl.digipoort.james.benchmarks.scale;
