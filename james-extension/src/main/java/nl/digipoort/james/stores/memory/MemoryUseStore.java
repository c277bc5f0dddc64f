// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.Uses;
import org.apache.james.core.Username;

/** How accounts log in, in this JVM. Thread-safe. */
public final class MemoryUseStore implements UseStore {
    private final ConcurrentNavigableMap<String, Uses> accounts = new ConcurrentSkipListMap<>();

    @Override
    public Uses find(Username user) {
        return accounts.getOrDefault(user.asString(), Uses.NONE);
    }

    @Override
    public void save(Map<Username, Uses> news) {
        news.forEach((user, uses) -> accounts.merge(user.asString(), uses, Uses::and));
    }

    @Override
    public List<AccountUses> page(Optional<Username> after, int most) {
        return accounts.tailMap(after.map(Username::asString).orElse(""), false).entrySet().stream()
                .limit(most)
                .map(account -> AccountUses.of(Username.of(account.getKey()), account.getValue()))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public void forget(Username user) {
        accounts.remove(user.asString());
    }
}
