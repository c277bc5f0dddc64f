// SPDX-License-Identifier: Apache-2.0
/**
 * Work that comes again and again, on threads of its own. What is done there belongs to the packages that use it. Below every other
 * package. Begin with {@link nl.digipoort.james.schedule.Periodic}.
 */
package nl.digipoort.james.schedule;
