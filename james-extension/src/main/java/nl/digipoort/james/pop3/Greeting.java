// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;

/** The greeting: no product, no version, and no APOP timestamp (RFC 1939 section 7), because APOP is not offered. */
public final class Greeting implements ConnectHandler<DigipoortSession> {
    private static final Reply HELLO = Reply.ok("Hello there.");

    @Override
    public Response onConnect(DigipoortSession session) {
        return HELLO;
    }
}
