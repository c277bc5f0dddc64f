// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.guessing;

import com.google.common.base.Ticker;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.transport.Keys;
import nl.digipoort.james.transport.NetworkShares;

/**
 * Slows guessing down without locking the owner out (docs/develop/adr/0012-slow-guessing.md). The answer to a login is delayed, longer the
 * more logins have failed recently for this account or from this network. Right and wrong credentials have the same delay, so it reveals
 * nothing. Right credentials wait for the longest delay at worst. Thread-safe.
 */
@Singleton
public final class LoginThrottle {
    private final Keys keys;
    private final GuessingSettings settings;
    private final FailureCounts accounts;
    /** One per size of network, the smallest first; in IPv6 /64, /56 and /48. Each has twice the free failures of the one before. */
    private final List<FailureCounts> networks;

    private final NetworkShares delayed;

    @Inject
    LoginThrottle(GuessingSettings settings) {
        this(settings, Ticker.systemTicker());
    }

    LoginThrottle(GuessingSettings settings, Ticker ticker) {
        this.keys = new Keys(new SecureRandom());
        this.settings = settings;
        this.delayed = new NetworkShares(settings.delayedPerAddress());
        this.accounts = counts(settings.freePerAccount(), settings, ticker);
        this.networks = IntStream.range(0, Keys.MOST_NETWORKS)
                .mapToObj(size -> counts(freePerNetwork(size), settings, ticker))
                .collect(Collectors.toUnmodifiableList());
    }

    private static FailureCounts counts(int free, GuessingSettings settings, Ticker ticker) {
        int most = free + 1;
        while (delay(most - 1, free, settings).compareTo(settings.longestDelay()) < 0) {
            most++;
        }
        return new FailureCounts(most, settings.forgetAfter(), ticker);
    }

    /** How long the answer to right credentials is delayed. */
    public Duration delay(String account, InetAddress client) {
        return delay(accounts.get(keys.ofAccount(account)), client, FailureCounts::get);
    }

    /**
     * Counts a failed login and returns the delay of its answer: the same as right credentials would have had.
     *
     * @param account the account, whether or not it exists
     */
    public Duration failed(String account, InetAddress client) {
        return delay(accounts.add(keys.ofAccount(account)), client, FailureCounts::add);
    }

    /**
     * Forgets the failures for an account whose owner has logged in.
     *
     * @param failures how many of them this client had before, on the same connection
     */
    public void succeeded(String account, InetAddress client, int failures) {
        accounts.clear(keys.ofAccount(account));
        if (failures > 0) {
            List<Long> sizes = keys.ofNetworks(client);
            for (int size = 0; size < sizes.size(); size++) {
                networks.get(size).subtract(sizes.get(size), failures);
            }
        }
    }

    /**
     * Takes one of the places for delayed answers of one network.
     *
     * @return the place, which the caller frees again; empty if all are taken
     */
    public Optional<NetworkShares.Place> hold(InetAddress client) {
        return delayed.take(client);
    }

    int networksThatWait() {
        return delayed.networks();
    }

    /** @param failures returns the failures for a key, and may count one more for each network of the client */
    private Duration delay(int accountFailures, InetAddress client, ToIntBiFunction<FailureCounts, Long> failures) {
        Duration longest = delay(accountFailures, settings.freePerAccount(), settings);
        List<Long> sizes = keys.ofNetworks(client);
        for (int size = 0; size < sizes.size(); size++) {
            int counted = failures.applyAsInt(networks.get(size), sizes.get(size));
            Duration delay = delay(counted, freePerNetwork(size), settings);
            longest = delay.compareTo(longest) > 0 ? delay : longest;
        }
        return longest;
    }

    /** @param size 0 for the smallest network of an address */
    private int freePerNetwork(int size) {
        return settings.freePerAddress() << size;
    }

    private static Duration delay(int failures, int free, GuessingSettings settings) {
        if (failures < free) {
            return Duration.ZERO;
        }
        Duration delay = settings.firstDelay();
        for (int i = free; i < failures && delay.compareTo(settings.longestDelay()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(settings.longestDelay()) < 0 ? delay : settings.longestDelay();
    }
}
