// SPDX-License-Identifier: Apache-2.0
/**
 * James JPA, built from its Guice modules like the stock server, without the servers that are not needed; JMX on loopback only. This
 * package may not name classes of the jar, which James loads as an extension. Begin with {@link
 * nl.digipoort.james.server.assembly.Assembly}.
 */
package nl.digipoort.james.server.assembly;
