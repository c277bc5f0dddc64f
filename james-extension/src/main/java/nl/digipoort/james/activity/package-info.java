// SPDX-License-Identifier: Apache-2.0
/**
 * When each maildrop was last used, and how its account logs in, for operators. Both are written to separate stores a moment later, so no
 * client waits for them and no command fails because of them. Nothing may be decided by them. Begin with
 * {@link nl.digipoort.james.activity.ActivityLog}; the stores implement {@link nl.digipoort.james.activity.ActivityStore} and
 * {@link nl.digipoort.james.activity.UseStore}. {@link nl.digipoort.james.activity.UseWindow} says what an account still needs.
 */
package nl.digipoort.james.activity;
