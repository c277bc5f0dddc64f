// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the test server does wrong on request. Those of an account begin with its next command, those of the listener with its start. */
public enum Fault {
    /** Logins get {@code -ERR [IN-USE]}: a session that nobody sees has the maildrop. */
    IN_USE(true),
    /** Logins get {@code -ERR [SYS/TEMP]}: the store of the locks is unavailable. */
    SYS_TEMP(true),
    /** Logins get {@code -ERR [LOGIN-DELAY]}: the account has a login delay, and its last login was just now. */
    LOGIN_DELAY(true),
    /** From its first RETR on a session gets {@value FaultyOutput#PIECE} octets every {@value FaultyOutput#PAUSE_MILLIS} milliseconds. */
    SLOW(true),
    /** RETR sends one half of the message, and then the connection ends. */
    CUT(true),
    /** QUIT cannot delete what is marked: {@code -ERR [SYS/TEMP] some deleted messages not removed}. */
    REFUSED_QUIT(true),
    /** The certificate expired yesterday. */
    EXPIRED_CERTIFICATE(false),
    /** The certificate is signed by nobody but itself. */
    SELF_SIGNED_CERTIFICATE(false),
    /** The certificate is for another name. */
    WRONG_NAME_CERTIFICATE(false),
    /** TLS 1.2 is the highest version. */
    TLS_1_2(false),
    /** STLS is neither listed nor known. TLS at once goes on. */
    NO_STLS(false);

    private final boolean ofAccount;

    Fault(boolean ofAccount) {
        this.ofAccount = ofAccount;
    }

    /** Whether single accounts can have it; the others belong to the listener. */
    public boolean isOfAccount() {
        return ofAccount;
    }

    /** The name on the command line and in HTTP, such as {@code in-use}; an account of this name has the fault. */
    public String label() {
        return this == TLS_1_2 ? "tls-1.2" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fault with that label; empty if there is none. */
    public static Optional<Fault> of(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst();
    }

    /** All labels, with commas between them. */
    public static String labels() {
        return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
    }
}
