// SPDX-License-Identifier: Apache-2.0
/**
 * The scrub: reads what nobody fetches, slowly, so that an operator learns of damaged contents while there is still a backup. It reads only,
 * takes no lock, and repairs nothing. Begin with {@link nl.digipoort.james.scrub.ScrubSchedule}.
 */
package nl.digipoort.james.scrub;
