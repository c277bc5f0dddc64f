// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelPipeline;

/** Adds TLS to a pipeline, before the protocol handlers. To be called on its event loop. */
interface TlsStarter {
    void start(ChannelPipeline pipeline);
}
