// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

/** What a store does for its mailboxes once the server runs, so that large ones stay fast. */
public interface MailboxUpkeep {
    /** Begins, and does not wait for the end. Trouble is told in the log and stops nothing. */
    void start();
}
