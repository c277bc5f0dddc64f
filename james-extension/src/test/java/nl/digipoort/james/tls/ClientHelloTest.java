// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
    private static final List<Integer> SUITES = List.of(0xc02b);

    @Test
    void readsWhatAClientOfTls13CanVerify() throws Exception {
        ClientHello hello = ClientHello.of(hello("TLSv1.3")).orElseThrow();

        assertThat(hello.canVerifyEcdsa(256, true, SUITES)).isTrue();
        assertThat(hello.canVerifyEcdsa(224, true, SUITES)).isFalse();
        // the client has no suite of TLS 1.2, and the server then has no other version
        assertThat(hello.canVerifyEcdsa(256, false, SUITES)).isFalse();
    }

    @Test
    void readsWhichSuitesAClientOfTls12Has() throws Exception {
        assertThat(ClientHello.of(hello("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                        .orElseThrow()
                        .canVerifyEcdsa(256, true, SUITES))
                .isTrue();
        assertThat(ClientHello.of(hello("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
                        .orElseThrow()
                        .canVerifyEcdsa(256, true, SUITES))
                .isFalse();
    }

    @Test
    void waitsForTheLastOctetAlsoAcrossRecords() throws Exception {
        ByteBuf whole = hello("TLSv1.3");
        ByteBuf records = Unpooled.buffer();
        ByteBuf message = whole.slice(5, whole.readableBytes() - 5);
        while (message.isReadable()) {
            int length = Math.min(50, message.readableBytes());
            records.writeBytes(whole, 0, 3).writeShort(length).writeBytes(message, length);
        }
        for (ByteBuf octets : List.of(whole, records)) {
            for (int length = 0; length < octets.readableBytes(); length++) {
                assertThat(ClientHello.of(octets.slice(0, length))).isEmpty();
            }
            assertThat(ClientHello.of(octets).orElseThrow().canVerifyEcdsa(256, true, SUITES))
                    .isTrue();
        }
    }

    @Test
    void takesALongOneInRecordsOfOneOctet() {
        int length = 30_000;
        ByteBuf message = Unpooled.buffer().writeByte(1).writeMedium(length).writeZero(length);
        ByteBuf records = Unpooled.buffer();
        while (message.isReadable()) {
            records.writeByte(22).writeShort(0x0301).writeShort(1).writeByte(message.readByte());
        }

        assertThat(ClientHello.of(records)).isPresent();
    }

    @Test
    void doesNotWaitForWhatIsNoClientHelloOrTooLong() {
        assertThat(ClientHello.of(Unpooled.wrappedBuffer(new byte[] {21, 3, 1, 0, 2, 1, 0})))
                .containsSame(ClientHello.UNREADABLE);
        assertThat(ClientHello.of(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 0})))
                .containsSame(ClientHello.UNREADABLE);
        assertThat(ClientHello.of(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 4, 1, 1, 0, 1})))
                .containsSame(ClientHello.UNREADABLE);
        assertThat(ClientHello.of(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0})))
                .containsSame(ClientHello.UNREADABLE);
        assertThat(ClientHello.UNREADABLE.canVerifyEcdsa(256, true, SUITES)).isFalse();
    }

    private static ByteBuf hello(String protocol, String... suites) throws Exception {
        SSLEngine engine = TlsClient.context().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        if (suites.length > 0) {
            engine.setEnabledCipherSuites(suites);
        }
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        return Unpooled.wrappedBuffer(out);
    }
}
