// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkSharesTest {
    private final NetworkShares shares = new NetworkShares(2);

    @Test
    void givesEachIpv4AddressItsShare() {
        assertThat(take("192.0.2.1")).isPresent();
        assertThat(take("192.0.2.1")).isPresent();

        assertThat(take("192.0.2.1")).isEmpty();
        assertThat(take("192.0.2.2")).isPresent();
    }

    @Test
    void givesASmallIpv6NetworkOneShareALargerOneTwoAndTheLargestFour() {
        for (int subnet = 0; subnet < 2; subnet++) {
            assertThat(take("2001:db8:0:" + subnet + "::1")).isPresent();
            assertThat(take("2001:db8:0:" + subnet + "::2")).isPresent();
            assertThat(take("2001:db8:0:" + subnet + "::3")).as("its /64").isEmpty();
        }
        assertThat(take("2001:db8:0:2::1")).as("its /56").isEmpty();
        for (int subnet = 0; subnet < 2; subnet++) {
            assertThat(take("2001:db8:0:1" + subnet + "00::1")).isPresent();
            assertThat(take("2001:db8:0:1" + subnet + "00::2")).isPresent();
        }
        assertThat(take("2001:db8:0:2000::1")).as("its /48").isEmpty();
        assertThat(take("2001:db8:1::1")).isPresent();
    }

    @Test
    void takesNothingWhenALargerNetworkHasItsShare() {
        take("2001:db8::1");
        take("2001:db8::2");
        take("2001:db8:0:1::1");
        NetworkShares.Place last = take("2001:db8:0:1::2").orElseThrow();
        assertThat(take("2001:db8:0:2::1")).isEmpty();

        last.free();

        assertThat(take("2001:db8:0:2::1")).isPresent();
        assertThat(take("2001:db8:0:2::1")).isEmpty();
    }

    @Test
    void hasAPlaceBackOnceHoweverOftenItIsFreed() {
        NetworkShares.Place place = take("192.0.2.1").orElseThrow();
        take("192.0.2.1");

        place.free();
        place.free();

        assertThat(take("192.0.2.1")).isPresent();
        assertThat(take("192.0.2.1")).isEmpty();
    }

    @Test
    void remembersNobodyWhoHasNothing() {
        NetworkShares.Place place = take("2001:db8::1").orElseThrow();
        assertThat(shares.networks()).isEqualTo(3);

        place.free();

        assertThat(shares.networks()).isZero();
    }

    @Test
    void takesZeroForNoLimit() {
        NetworkShares unlimited = new NetworkShares(0);

        for (int i = 0; i < 1000; i++) {
            assertThat(unlimited.take(InetAddresses.forString("2001:db8::1"))).isPresent();
        }
    }

    private Optional<NetworkShares.Place> take(String address) {
        return shares.take(InetAddresses.forString(address));
    }
}
