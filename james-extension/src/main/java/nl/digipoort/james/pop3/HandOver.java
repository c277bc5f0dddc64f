// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

/** Is told of the end of a body once, where blocking is allowed, and before another line of the client is looked at. */
public interface HandOver {
    /** @param octets of the body, all of which have left the server with the end of the reply */
    void complete(long octets);

    /** @param octets of the body that have left the server at least; the end of the reply has not */
    void cutOff(long octets);
}
