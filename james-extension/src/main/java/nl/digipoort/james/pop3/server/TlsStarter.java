// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelPipeline;

/** Puts TLS in front of everything else in a pipeline. To be called on its event loop. */
interface TlsStarter {
    void start(ChannelPipeline pipeline);
}
