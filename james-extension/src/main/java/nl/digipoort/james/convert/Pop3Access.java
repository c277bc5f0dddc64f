// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/** How to come to all maildrops of a POP3 server: whom to trust, and a master user if there is one. Immutable. */
final class Pop3Access {
    private final SSLSocketFactory tls;
    private final Optional<MasterUser> master;
    private final Predicate<InetAddress> thisMachine;

    Pop3Access(SSLSocketFactory tls, Optional<MasterUser> master) {
        this(tls, master, InetAddress::isLoopbackAddress);
    }

    /** @param thisMachine the addresses to which nobody is on the way */
    Pop3Access(SSLSocketFactory tls, Optional<MasterUser> master, Predicate<InetAddress> thisMachine) {
        this.tls = tls;
        this.master = master;
        this.thisMachine = thisMachine;
    }

    SSLSocketFactory tls() {
        return tls;
    }

    boolean needsTls(InetAddress server) {
        return !thisMachine.test(server);
    }

    /** Who logs in for each account; otherwise each account does. */
    Optional<MasterUser> master() {
        return master;
    }
}
