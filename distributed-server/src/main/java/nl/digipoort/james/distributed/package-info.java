// SPDX-License-Identifier: Apache-2.0
/**
 * What James keeps in Cassandra and RabbitMQ, as Guice modules, one for each thing that is kept. James's own modules for this are not on
 * Maven Central; its stores are. The protocols, WebAdmin and JMX are the server's, as for the embedded server. Begin with {@link
 * nl.digipoort.james.distributed.DistributedStore}.
 */
package nl.digipoort.james.distributed;
