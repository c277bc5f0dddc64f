// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

/** Receives the end of a body: once, where blocking is allowed, and before the client's next line is handled. */
public interface HandOver {
    /** @param octets octets of the body; all of them and the end of the reply have left the server */
    void complete(long octets);

    /** @param octets octets of the body that have left the server, at least; the end of the reply has not */
    void cutOff(long octets);
}
