// SPDX-License-Identifier: Apache-2.0
/**
 * The folder that a server runs on: its layout, its lock, and the secrets and the certificate that are created once. Every file written
 * here is readable by its owner only. Nothing here starts James. Begin with {@link nl.digipoort.james.server.home.Home}.
 */
package nl.digipoort.james.server.home;
