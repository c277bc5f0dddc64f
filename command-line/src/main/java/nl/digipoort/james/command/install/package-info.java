// SPDX-License-Identifier: Apache-2.0
/**
 * Drops the extension into a James on disk, and finds what is missing or contradicting in its files without a start. Only text is read and
 * edited: nothing here has a class of James. Begin with {@link nl.digipoort.james.command.install.Edits} and
 * {@link nl.digipoort.james.command.install.Check}.
 */
package nl.digipoort.james.command.install;
