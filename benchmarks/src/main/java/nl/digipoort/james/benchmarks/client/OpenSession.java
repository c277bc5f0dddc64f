// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.CompletableFuture;

/**
 * A session whose connection stays open until it is closed.
 *
 * @param played completed when the script has been played to its end
 */
public record OpenSession(Channel channel, CompletableFuture<SessionResult> played) implements AutoCloseable {
    @Override
    public void close() {
        ChannelFuture unused = channel.close();
    }
}
