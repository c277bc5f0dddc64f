// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration: accounts, the example message, and a client of its own that plays the worked example of the interface document against
 * the server. Its client reads nothing inside the server. Begin with {@link nl.digipoort.james.server.demo.WorkedExample}.
 */
package nl.digipoort.james.server.demo;
