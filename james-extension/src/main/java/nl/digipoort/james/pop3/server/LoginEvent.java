// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

/** Events about the login that the handlers of one connection send through the pipeline. */
enum LoginEvent {
    /** TRANSACTION has begun. */
    LOGGED_IN,
    /** The time for the login is over, and TRANSACTION has not begun. */
    LOGIN_OVERDUE
}
