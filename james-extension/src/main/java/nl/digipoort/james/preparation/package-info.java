// SPDX-License-Identifier: Apache-2.0
/**
 * SASLprep (RFC 4013): one form of a user name or password for all the ways to write it. The library for it is used here and nowhere else.
 */
package nl.digipoort.james.preparation;
