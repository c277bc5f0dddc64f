// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration: accounts, the example message, and its own client, which plays the worked example of the interface document against
 * the server. The client does not use the server's internals. Begin with {@link nl.digipoort.james.server.demo.WorkedExample}.
 */
package nl.digipoort.james.server.demo;
