// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.List;
import java.util.stream.Stream;

/** Holds a history against all guarantees. */
public final class Checker {
    private static final List<Rule> EVERYWHERE = List.of(
            new OneInTransaction(),
            new StableView(),
            new UniqueIds(),
            new ExactlyOnce(),
            new OnlyAfterQuit(),
            new Order(),
            new AuditRecords());

    private Checker() {}

    /** What is broken; empty if nothing is. */
    public static List<Violation> check(History history) {
        return Stream.concat(checkWithoutTransactions(history).stream(), broken(List.of(new AllOrNothing()), history))
                .toList();
    }

    /** The same for a store without transactions, as Cassandra is: a deletion that breaks off may have deleted a part. */
    public static List<Violation> checkWithoutTransactions(History history) {
        return broken(EVERYWHERE, history).toList();
    }

    private static Stream<Violation> broken(List<Rule> rules, History history) {
        return history.maildrops().stream()
                .flatMap(maildrop -> rules.stream().flatMap(rule -> rule.broken(maildrop).stream()
                        .map(what -> new Violation(rule.getClass().getSimpleName(), maildrop.account(), what))));
    }
}
