// SPDX-License-Identifier: Apache-2.0
/**
 * The infrastructure failures that several packages throw or catch. Only exceptions belong here. An exception that a single package and its
 * callers need belongs in that package. This package is below every other and uses only the JDK.
 */
package nl.digipoort.james.failure;
