// SPDX-License-Identifier: Apache-2.0
/**
 * James JPA, put together from its Guice modules as the stock server is, without the servers that are not needed; JMX on loopback only.
 * What the jar provides may not be named here: James loads it as an extension. Begin with
 * {@link nl.digipoort.james.server.assembly.Assembly}.
 */
package nl.digipoort.james.server.assembly;
