// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {
    private static final String ONE = "\u0017\u0003\u0003\u0000\u0001a";
    private static final String TWO = "\u0017\u0003\u0003\u0000\u0002bc";

    private final List<String> events = new ArrayList<>();
    private boolean wanted = true;
    private int made;
    private final EmbeddedChannel channel = new EmbeddedChannel(new TlsRecords(this::tls, () -> wanted));

    @Test
    void handsOverRecordByRecordAsTheyAreWantedAndTheEndBehindThem() {
        receive(ONE + TWO + TWO.substring(0, 6));
        assertThat(events).containsExactly(ONE);

        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(events).containsExactly(ONE);
        wanted = true;
        TlsRecords.passOn(channel.pipeline());
        assertThat(events).containsExactly(ONE, TWO);

        wanted = true;
        TlsRecords.passOn(channel.pipeline());

        assertThat(events).containsExactly(ONE, TWO, "end");
        TlsRecords.passOn(channel.pipeline());
        assertThat(events).hasSize(3);
    }

    @Test
    void putsRecordsTogetherWhateverPiecesTheyComeIn() {
        for (int i = 0; i < ONE.length(); i++) {
            assertThat(events).isEmpty();
            receive(ONE.substring(i, i + 1));
        }

        assertThat(events).containsExactly(ONE);
        assertThat(made).isEqualTo(1);
    }

    @Test
    void leavesToTlsWhatIsNoRecord() {
        receive("GET / HTTP/1.1\r\n");
        assertThat(events).containsExactly("GET / HTTP/1.1\r\n");
    }

    @Test
    void readsNoFurtherWhenMuchWaits() {
        wanted = false;
        receive(ONE.repeat(3000));
        assertThat(TlsRecords.isFull(channel.pipeline())).isTrue();
        assertThat(channel.config().isAutoRead()).isFalse();

        wanted = true;

        assertThat(TlsRecords.isFull(channel.pipeline())).isFalse();
    }

    @Test
    void forgetsWhatWaitsWhenTheConnectionBreaks() {
        wanted = false;
        receive(ONE + TWO);

        channel.close().syncUninterruptibly();

        assertThat(events).isEmpty();
    }

    private ChannelInboundHandlerAdapter tls() {
        made++;
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf octets = (ByteBuf) message;
                events.add(octets.toString(ISO_8859_1));
                octets.release();
                wanted = false;
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                if (event instanceof ChannelInputShutdownEvent) {
                    events.add("end");
                }
            }
        };
    }

    private void receive(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, ISO_8859_1));
    }
}
