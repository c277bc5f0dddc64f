// SPDX-License-Identifier: Apache-2.0
/**
 * Reading of configuration files. {@link nl.digipoort.james.configuration.Section} is one element, read strictly: a wrong key or value
 * stops the start. What the values mean belongs to the package that uses them.
 */
package nl.digipoort.james.configuration;
