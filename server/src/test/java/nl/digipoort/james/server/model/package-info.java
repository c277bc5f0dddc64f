// SPDX-License-Identifier: Apache-2.0
/**
 * The checker of the model check: what clients saw ({@link nl.digipoort.james.server.model.History}) is held against the guarantees, one
 * {@link nl.digipoort.james.server.model.Rule} for each. Nothing here runs a server. Begin with {@code Checker}; the clients and the
 * disturbances are in {@code it}, beside {@code ModelCheckIT} and {@code DistributedIT}.
 */
package nl.digipoort.james.server.model;
