// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

/** What the handlers of one connection tell each other of its login through the pipeline. */
enum LoginEvent {
    /** TRANSACTION has begun. */
    LOGGED_IN,
    /** The time for the login is over, and TRANSACTION has not begun. */
    LOGIN_OVERDUE
}
