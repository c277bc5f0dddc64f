// SPDX-License-Identifier: Apache-2.0
/**
 * James, built from its Guice modules like the stock servers, without the servers that are not needed; JMX on loopback only. On JPA by
 * the modules here, or on Cassandra and RabbitMQ by those of {@code distributed-server}. This package may not name classes of the jar, which James loads as an extension. Begin with {@link
 * nl.digipoort.james.server.assembly.Assembly}.
 */
package nl.digipoort.james.server.assembly;
