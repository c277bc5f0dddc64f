// SPDX-License-Identifier: Apache-2.0
/**
 * The command line of the embedded server: {@code run}, {@code demo} and {@code cli}. Only this package handles options, standard output
 * and exit codes; {@code assembly} builds James. The behaviour of the mail server belongs in the jar, which is loaded as in a stock James.
 * Begin with {@link nl.digipoort.james.server.Main}.
 */
package nl.digipoort.james.server;
