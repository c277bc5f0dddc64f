// SPDX-License-Identifier: Apache-2.0
/**
 * When each maildrop was last used, for operators. The times are written to a separate store a moment later, so no client waits for them
 * and no command fails because of them. Nothing may be decided by them. Begin with {@link nl.digipoort.james.activity.ActivityLog}; the
 * stores implement {@link nl.digipoort.james.activity.ActivityStore}.
 */
package nl.digipoort.james.activity;
