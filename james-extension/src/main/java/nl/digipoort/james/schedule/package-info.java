// SPDX-License-Identifier: Apache-2.0
/**
 * Repeated work, on threads of its own. The packages that use this one define the work. It is below every other package. Begin with
 * {@link nl.digipoort.james.schedule.Periodic}.
 */
package nl.digipoort.james.schedule;
