// SPDX-License-Identifier: Apache-2.0
/**
 * Turns accounts and mail of another server into an export folder, which {@code import} reads. {@link
 * nl.digipoort.james.convert.ConvertTool} is the command, {@link nl.digipoort.james.convert.AccountSource} is where accounts come from, and
 * {@link nl.digipoort.james.convert.MailSource} is where mail comes from. No James runs.
 */
package nl.digipoort.james.convert;
