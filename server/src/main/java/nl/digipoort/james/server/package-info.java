// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded server's command line: {@code run}, {@code demo} and {@code cli}. Only this package knows options, standard output and exit
 * codes; James itself is put together in {@code assembly}. No behaviour of the mail server belongs in this module: that is in the jar,
 * which is loaded as in a stock James. Begin with {@link nl.digipoort.james.server.Main}.
 */
package nl.digipoort.james.server;
