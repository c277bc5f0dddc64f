// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.transport.NetworkShares;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final String ANNA = "anna@example.org";
    private static final InetAddress ATTACKER = address("192.0.2.66");
    private static final InetAddress OWNER = address("198.51.100.7");

    private final AtomicLong now = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(settings(), ticker());

    @Test
    void holdsTheAnswersLongerAndLongerUpToALimit() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            seconds.add(throttle.failed(ANNA, address("192.0.2." + i)).toSeconds());
        }

        assertThat(seconds).containsExactly(0L, 0L, 0L, 1L, 2L, 4L, 8L, 10L, 10L, 10L);
    }

    @Test
    void holdsRightCredentialsAsLongAsWrongOnes() {
        for (int i = 0; i < 12; i++) {
            Duration right = throttle.delay(ANNA, ATTACKER);
            assertThat(throttle.failed(ANNA, ATTACKER)).isEqualTo(right);
        }
    }

    @Test
    void holdsTheOwnerNoLongerThanTheLimitWhateverStrangersDo() {
        for (int i = 0; i < 10_000; i++) {
            throttle.failed(ANNA, address("192.0.2." + i % 256));
        }

        assertThat(throttle.delay(ANNA, OWNER)).isEqualTo(Duration.ofSeconds(10));
        assertThat(throttle.hold(OWNER)).isPresent();
    }

    @Test
    void slowsAnAddressDownThatTriesOneNameAfterAnother() {
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.failed("user" + i + "@example.org", ATTACKER)).isZero();
        }

        assertThat(throttle.failed("user10@example.org", ATTACKER)).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.failed("user11@example.org", ATTACKER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttle.delay("user11@example.org", OWNER)).isZero();
    }

    @Test
    void takesAWholeIpv6NetworkForOneAddress() {
        for (int i = 0; i < 10; i++) {
            throttle.failed("user" + i, address("2001:db8:1:2:" + i + "::1"));
        }

        assertThat(throttle.delay(ANNA, address("2001:db8:1:2:ffff::99"))).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.delay(ANNA, address("2001:db8:1:3::1"))).isZero();
    }

    @Test
    void countsTheLargerNetworksOfAnIpv6AddressWithMoreFailuresFree() {
        for (int i = 0; i < 40; i++) {
            assertThat(throttle.failed(
                            "user" + i, address("2001:db8:1:" + Integer.toHexString(i % 4 * 256 + i) + "::1")))
                    .isZero();
        }

        assertThat(throttle.delay(ANNA, address("2001:db8:1:ffff::1"))).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.delay(ANNA, address("2001:db8:2::1"))).isZero();
    }

    @Test
    void givesTheLargerNetworksBackToo() {
        for (int i = 0; i < 50; i++) {
            InetAddress client = address("2001:db8:1:" + i + "::1");
            throttle.failed("user" + i, client);
            throttle.succeeded("user" + i, client, 1);
        }

        assertThat(throttle.delay(ANNA, address("2001:db8:1:ffff::1"))).isZero();
    }

    @Test
    void takesAMappedAddressForTheIpv4AddressThatItIs() {
        for (int i = 0; i < 10; i++) {
            throttle.failed("user" + i, address("::ffff:192.0.2.66"));
        }

        assertThat(throttle.delay(ANNA, ATTACKER)).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.delay(ANNA, address("::ffff:192.0.2.67"))).isZero();
    }

    @Test
    void forgetsTheAccountsFailuresWhenItsOwnerGetsIn() {
        for (int i = 0; i < 8; i++) {
            throttle.failed(ANNA, ATTACKER);
        }

        throttle.succeeded(ANNA, OWNER, 0);

        assertThat(throttle.delay(ANNA, OWNER)).isZero();
    }

    @Test
    void letsNobodyBuyFreeGuessesWithALoginOfTheirOwn() {
        for (int i = 0; i < 11; i++) {
            throttle.failed("user" + i, ATTACKER);
            throttle.succeeded("own@example.org", ATTACKER, 0);
        }

        assertThat(throttle.delay(ANNA, ATTACKER)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void givesAnAddressBackWhatItsOwnerFailedBeforeTheRightPassword() {
        for (int i = 0; i < 20; i++) {
            throttle.failed("user" + i, OWNER);
            throttle.succeeded("user" + i, OWNER, 1);
        }

        assertThat(throttle.delay(ANNA, OWNER)).isZero();
    }

    @Test
    void endsThePenaltyOfAnAttackThatIsOver() {
        for (int i = 0; i < 10_000; i++) {
            throttle.failed(ANNA, ATTACKER);
        }

        now.addAndGet(TimeUnit.MINUTES.toNanos(15));

        assertThat(throttle.delay(ANNA, ATTACKER)).isZero();
    }

    @Test
    void holdsABoundedNumberOfAnswersForOneNetwork() {
        List<NetworkShares.Place> places = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            places.add(throttle.hold(ATTACKER).orElseThrow());
        }

        assertThat(throttle.hold(ATTACKER)).isEmpty();
        assertThat(throttle.hold(OWNER)).isPresent();

        places.remove(0).free();
        Optional<NetworkShares.Place> again = throttle.hold(ATTACKER);
        assertThat(again).isPresent();
        assertThat(throttle.hold(ATTACKER)).isEmpty();
    }

    @Test
    void keepsNothingOfNetworksWhoseAnswersAreGiven() {
        for (int i = 0; i < 1000; i++) {
            InetAddress client = address("2001:db8:0:" + Integer.toHexString(i) + "::1");
            List<NetworkShares.Place> places = List.of(
                    throttle.hold(client).orElseThrow(), throttle.hold(client).orElseThrow());
            assertThat(throttle.networksThatWait()).isEqualTo(3);
            places.forEach(NetworkShares.Place::free);
        }

        assertThat(throttle.networksThatWait()).isZero();
    }

    @Test
    void holdsNothingWhenTheLongestDelayIsZero() throws Exception {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("guessing.longestDelay", 0);
        LoginThrottle off =
                new LoginThrottle(GuessingSettings.from(Section.only("test.xml", configuration, "guessing")), ticker());

        for (int i = 0; i < 100; i++) {
            assertThat(off.failed(ANNA, ATTACKER)).isZero();
        }
    }

    private Ticker ticker() {
        return new Ticker() {
            @Override
            public long read() {
                return now.get();
            }
        };
    }

    private static GuessingSettings settings() {
        try {
            BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("guessing", "");
            return GuessingSettings.from(Section.only("test.xml", configuration, "guessing"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
