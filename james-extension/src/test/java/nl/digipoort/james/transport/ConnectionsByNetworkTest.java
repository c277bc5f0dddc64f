// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsByNetworkTest {
    private final ConnectionsByNetwork connections = new ConnectionsByNetwork();

    @Test
    void hasNobodyMakeRoomWhereNobodyIs() {
        assertThat(connections.next()).isEmpty();
    }

    @Test
    void takesTheOldestOfTheAddressThatHasMost() {
        add("192.0.2.1");
        Channel first = add("192.0.2.2");
        Channel second = add("192.0.2.2");

        assertThat(connections.next()).contains(first);
        connections.remove(first);
        add("192.0.2.2");
        assertThat(connections.next()).contains(second);
    }

    @Test
    void takesTheOldestOfAllWhereAllHaveTheSame() {
        Channel first = add("192.0.2.1");
        Channel second = add("2001:db8::1");
        add("192.0.2.3");

        assertThat(connections.next()).contains(first);
        connections.remove(first);
        assertThat(connections.next()).contains(second);
    }

    @Test
    void takesOneAtRestBeforeOneAtWorkAndTheOneThatRestsLongest() {
        Channel first = add("192.0.2.1");
        Channel second = add("192.0.2.1");
        Channel third = add("192.0.2.1");
        connections.atWork(first);
        assertThat(connections.next()).contains(second);

        connections.atRest(first);
        connections.atWork(second);
        assertThat(connections.next()).contains(third);

        connections.atWork(third);
        connections.atWork(first);
        assertThat(connections.next()).contains(second);
    }

    @Test
    void takesOneAtWorkOfTheAddressThatHasMostBeforeOneAtRestOfAnother() {
        add("192.0.2.1");
        Channel first = add("192.0.2.2");
        connections.atWork(first);
        connections.atWork(add("192.0.2.2"));

        assertThat(connections.next()).contains(first);
    }

    /** One /64 with its addresses, a /56 with its /64s, a /48 with its /56s: each beside two addresses that have less. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8::#",
                "2001:db8:0:#::1",
                "2001:db8:0:#00::1",
            })
    void countsIpv6BySixtyFourFiftySixAndFortyEight(String attacker) {
        add("192.0.2.1");
        add("192.0.2.1");
        add("2001:db8:1::1");
        add("2001:db8:1::2");
        Channel first = add(attacker.replace("#", "0"));
        for (int i = 1; i < 9; i++) {
            add(attacker.replace("#", Integer.toString(i)));
        }

        assertThat(connections.next()).contains(first);
    }

    @Test
    void givesLargerNetworksTwoAndFourTimesAsMuch() {
        Channel first = add("192.0.2.1");
        add("192.0.2.1");
        add("192.0.2.1");
        for (int i = 0; i < 5; i++) {
            add("2001:db8:0:" + i + "::1");
        }
        for (int i = 0; i < 11; i++) {
            add("2001:db8:1:" + i + "00::1");
        }

        assertThat(connections.next()).contains(first);
    }

    @Test
    void takesOfALargeNetworkTheSmallerOneThatHasMost() {
        add("2001:db8:0:100::1");
        Channel first = null;
        for (int subnet = 0; subnet < 5; subnet++) {
            for (int i = 0; i < 3; i++) {
                Channel added = add("2001:db8:0:" + (2 + subnet) + "0" + i + "::1");
                first = first == null ? added : first;
            }
        }

        assertThat(connections.next()).as("not the neighbour that came before").contains(first);
    }

    @Test
    void remembersNobodyWhoHasNothing() {
        Channel first = add("2001:db8::1");
        Channel second = add("192.0.2.1");
        assertThat(connections.networks()).isEqualTo(4);

        connections.remove(first);
        connections.remove(first);
        connections.remove(second);

        assertThat(connections.networks()).isZero();
        assertThat(connections.size()).isZero();
        assertThat(connections.next()).isEmpty();
    }

    /** The order is kept up with each change: here it is compared with what a look at all of them finds. */
    @Test
    void findsWhatALookAtAllFindsAfterAnyChanges() {
        Random random = new Random(15);
        List<Channel> all = new ArrayList<>();
        for (int step = 0; step < 1000; step++) {
            if (all.size() < 2 || random.nextInt(5) < 2) {
                all.add(add("192.0.2." + random.nextInt(8)));
            } else {
                Channel one = all.get(random.nextInt(all.size()));
                all.remove(one);
                if (random.nextInt(3) == 0) {
                    connections.remove(one);
                } else {
                    // each begins its time anew, so the list stays in the order of the changes
                    connections.atWork(one);
                    connections.atRest(one);
                    all.add(one);
                }
            }

            assertThat(connections.next()).contains(greediest(all));
            assertThat(connections.size()).isEqualTo(all.size());
        }
    }

    private static Channel greediest(List<Channel> oldestFirst) {
        Channel found = null;
        long most = 0;
        for (Channel candidate : oldestFirst) {
            long has = oldestFirst.stream()
                    .filter(other -> ClientAddress.of(other).equals(ClientAddress.of(candidate)))
                    .count();
            if (has > most) {
                found = candidate;
                most = has;
            }
        }
        return found;
    }

    private Channel add(String address) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ClientAddress.tell(channel, new InetSocketAddress(InetAddresses.forString(address), 4711));
        connections.add(channel);
        return channel;
    }
}
