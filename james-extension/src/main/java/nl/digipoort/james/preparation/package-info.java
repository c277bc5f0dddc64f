// SPDX-License-Identifier: Apache-2.0
/** SASLprep (RFC 4013): one form of a user name or password for all its spellings. Only this package uses the library for it. */
package nl.digipoort.james.preparation;
