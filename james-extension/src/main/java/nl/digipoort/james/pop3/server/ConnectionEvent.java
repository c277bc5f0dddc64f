package nl.digipoort.james.pop3.server;

/** What the handlers of one connection tell each other through its pipeline, besides Netty's own events. */
enum ConnectionEvent {
    /** TRANSACTION has begun. */
    LOGGED_IN,
    /** The time for the login is over, and TRANSACTION has not begun. */
    LOGIN_OVERDUE,
    /** No octet has gone in either direction for the idle time. */
    IDLE,
    /** The server stops: sessions may go on to their end, all else ends. */
    STOPPING
}
