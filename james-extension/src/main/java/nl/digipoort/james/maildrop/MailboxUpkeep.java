// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** Maintenance that a store does at the start of the server, so that large mailboxes stay fast. */
public interface MailboxUpkeep {
    /** Starts the work without waiting for its end. Failures are logged and stop nothing. */
    void start();
}
