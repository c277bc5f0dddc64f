// SPDX-License-Identifier: Apache-2.0
/**
 * What a session and a delivery cost on the distributed server: two nodes of James on one RabbitMQ and on one node of Cassandra, or three.
 * {@link nl.digipoort.james.benchmarks.distributed.DistributedRun} is where to begin.
 */
package nl.digipoort.james.benchmarks.distributed;
