// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.ChannelPipeline;

/**
 * Adds a handler of its own to each connection, between TLS and the protocol. The server has none; the test server writes its transcripts with
 * one (docs/develop/adr/0067-the-test-server.md).
 */
public interface ConnectionTap {
    /** Does nothing. */
    ConnectionTap NONE = pipeline -> {};

    /** @param pipeline has everything but the protocol */
    void tap(ChannelPipeline pipeline);
}
