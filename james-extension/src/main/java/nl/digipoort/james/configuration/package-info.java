// SPDX-License-Identifier: Apache-2.0
/**
 * Reading of configuration files. {@link nl.digipoort.james.configuration.Section} is one element, read strictly: a wrong key or value
 * stops the start. What the values mean belongs to the package that uses them. {@link nl.digipoort.james.configuration.Findings} are
 * places in James's own files that weaken a guarantee: each is a warning at the start and part of a health check.
 */
package nl.digipoort.james.configuration;
