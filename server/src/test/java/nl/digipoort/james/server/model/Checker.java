// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.List;

/** Holds a history against all guarantees. */
public final class Checker {
    private static final List<Rule> RULES = List.of(
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
        return history.maildrops().stream()
                .flatMap(maildrop -> RULES.stream().flatMap(rule -> rule.broken(maildrop).stream()
                        .map(what -> new Violation(rule.getClass().getSimpleName(), maildrop.account(), what))))
                .toList();
    }
}
