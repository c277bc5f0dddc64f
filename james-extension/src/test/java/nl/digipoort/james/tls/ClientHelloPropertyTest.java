// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ClientHelloPropertyTest {
    @Property
    void readsAnythingWithoutAnException(@ForAll byte[] body) {
        ByteBuf octets = Unpooled.buffer().writeByte(22).writeShort(0x0301).writeShort(body.length + 4);
        octets.writeByte(1).writeMedium(body.length).writeBytes(body);

        Optional<ClientHello> hello = ClientHello.of(octets);

        assertThat(hello).isPresent();
        assertThat(octets.readerIndex()).isZero();
    }
}
