// SPDX-License-Identifier: Apache-2.0
/**
 * The failures of the infrastructure that several packages throw or catch. Exceptions belong here, and nothing else; one that only a
 * single package and its callers need lives in that package. Below every other package, and sees the JDK only.
 */
package nl.digipoort.james.failure;
