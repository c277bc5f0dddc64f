// SPDX-License-Identifier: Apache-2.0
/**
 * The wiring. Guice is used here and nowhere else, and only this package names a store: {@link nl.digipoort.james.module.StoresModule}
 * chooses the stores by where James keeps its data. No logic belongs here. Begin with {@link nl.digipoort.james.module.DigipoortModule},
 * which an operator names in {@code extensions.properties}.
 */
package nl.digipoort.james.module;
