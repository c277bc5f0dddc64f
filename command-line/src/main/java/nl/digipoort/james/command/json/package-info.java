// SPDX-License-Identifier: Apache-2.0
/** JSON as maps, lists and plain values. Only this package uses Jackson. Begin with {@link nl.digipoort.james.command.json.Json}. */
package nl.digipoort.james.command.json;
