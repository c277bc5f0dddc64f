package nl.digipoort.james.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RememberedOpeningsTest {
    private static final Duration UNKNOWN = Duration.ofMillis(TestImmediateTls.UNKNOWN_GRACE);
    private static final Duration TLS = Duration.ofMillis(TestImmediateTls.TLS_GRACE);
    private static final InetAddress CLIENT = InetAddresses.forString("192.0.2.1");
    private static final InetAddress OTHER = InetAddresses.forString("192.0.2.2");

    private final RememberedOpenings openings = TestImmediateTls.openings(100);

    @Test
    void givesTheShorterGraceWhenNothingIsKnown() {
        assertThat(openings.grace(CLIENT)).isEqualTo(UNKNOWN);
    }

    @Test
    void greetsAtOnceTheAddressThatUsedStls() {
        openings.usedStls(CLIENT);

        assertThat(openings.grace(CLIENT)).isZero();
        assertThat(openings.grace(OTHER)).isEqualTo(UNKNOWN);
    }

    @Test
    void givesTheLongerGraceToTheAddressThatBeganWithTls() {
        openings.beganWithTls(CLIENT);

        assertThat(openings.grace(CLIENT)).isEqualTo(TLS);
        assertThat(openings.grace(OTHER)).isEqualTo(UNKNOWN);
    }

    @Test
    void goesByWhatAnAddressDidLast() {
        openings.usedStls(CLIENT);
        openings.beganWithTls(CLIENT);
        assertThat(openings.grace(CLIENT)).isEqualTo(TLS);

        openings.usedStls(CLIENT);
        assertThat(openings.grace(CLIENT)).isZero();
    }

    @Test
    void takesTheAddressesOfOneIpv6NetworkForOne() {
        openings.usedStls(InetAddresses.forString("2001:db8:1:2::1"));

        assertThat(openings.grace(InetAddresses.forString("2001:db8:1:2:ffff::9")))
                .isZero();
        assertThat(openings.grace(InetAddresses.forString("2001:db8:1:3::1"))).isEqualTo(UNKNOWN);
    }

    @Test
    void keepsNoMoreThanItMayWhenStrangersComeFromEverywhere() {
        for (int i = 0; i < 10_000; i++) {
            openings.usedStls(InetAddresses.fromInteger(i));
            openings.grace(InetAddresses.fromInteger(-1 - i));
        }

        assertThat(openings.size()).isLessThanOrEqualTo(100);
        assertThat(openings.grace(InetAddresses.fromInteger(9_999))).isZero();
        assertThat(openings.grace(InetAddresses.fromInteger(0))).isEqualTo(UNKNOWN);
    }

    @Test
    void remembersNothingWhenItMayNot() {
        RememberedOpenings none = TestImmediateTls.openings(0);

        none.usedStls(CLIENT);
        none.beganWithTls(OTHER);

        assertThat(none.grace(CLIENT)).isEqualTo(UNKNOWN);
        assertThat(none.grace(OTHER)).isEqualTo(UNKNOWN);
    }
}
