// SPDX-License-Identifier: Apache-2.0
/**
 * The commands on an open maildrop, from STAT to QUIT. Each one parses its arguments, asks {@link nl.digipoort.james.maildrop.OpenMaildrop}
 * and makes a reply. Dot-stuffing and the end of a reply are not written here. Begin with
 * {@link nl.digipoort.james.pop3.transaction.RetrCommand} and {@link nl.digipoort.james.pop3.transaction.QuitCommand}.
 */
package nl.digipoort.james.pop3.transaction;
