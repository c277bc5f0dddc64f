// SPDX-License-Identifier: Apache-2.0
/**
 * What the wall clock is trusted for (docs/develop/adr/0047-what-a-clock-is-trusted-for.md). A wall clock may step; the monotonic clock of
 * the process does not. Begin with {@link nl.digipoort.james.clock.ClockWatch}.
 */
package nl.digipoort.james.clock;
