// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.apache.james.core.Username;

/** One account of a test server, with its maildrop. */
public final class Account {
    private final TestServer server;
    private final Username user;

    Account(TestServer server, Username user) {
        this.server = server;
        this.user = user;
    }

    /** The whole address, which a client logs in with. */
    public String name() {
        return user.asString();
    }

    /** Puts a message into the maildrop, as the last one. A session that has begun does not see it. */
    public Account put(byte[] message) {
        server.maildrops().append(user, message);
        return this;
    }

    /** @param message each character is one octet */
    public Account put(String message) {
        return put(message.getBytes(ISO_8859_1));
    }

    /** The messages that are in the maildrop, in order. */
    public List<byte[]> messages() {
        return server.maildrops().messages(user);
    }

    /** Removes all messages. */
    public Account clear() {
        server.maildrops().clear(user);
        return this;
    }

    /** Begins a fault of accounts; several add up. */
    public Account fault(Fault fault) {
        server.begin(user, fault);
        return this;
    }

    /** Ends the faults that {@link #fault} began. An account with the name of a fault keeps that one. */
    public Account mend() {
        server.mend(user);
        return this;
    }

    @Override
    public String toString() {
        return name();
    }
}
