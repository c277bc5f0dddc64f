// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.List;
import java.util.stream.IntStream;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.peer.Maildrop;

/** Names of accounts. */
final class Accounts {
    private static final String DOMAIN = "@bench.local";

    private Accounts() {}

    static Account of(String name) {
        return new Account(name + DOMAIN, "geheim-" + name);
    }

    static List<Account> of(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> of(name + i)).toList();
    }

    static List<Maildrop> maildrops(List<Account> accounts, int messages, int octets) {
        return accounts.stream()
                .map(account -> new Maildrop(account, messages, octets))
                .toList();
    }
}
