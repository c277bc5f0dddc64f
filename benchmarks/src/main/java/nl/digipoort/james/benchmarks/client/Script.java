// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a session does between its greeting and its end. Commands are sent one by one, as the clients of the interface do: each after the
 * answer to the one before. Immutable.
 */
public final class Script {
    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = steps;
    }

    /** STLS and the login. */
    public static Script login(Account account, Authentication authentication) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("STLS", Step.Answer.START_TLS));
        if (authentication == Authentication.DIGEST_MD5) {
            steps.add(new Step("AUTH DIGEST-MD5", Step.Answer.DIGEST_MD5));
        } else {
            steps.add(Step.line("USER " + account.user()));
            steps.add(Step.line("PASS " + account.password()));
        }
        return new Script(List.copyOf(steps));
    }

    public Script line(String command) {
        return with(List.of(Step.line(command)));
    }

    public Script multiLine(String command) {
        return with(List.of(Step.multiLine(command)));
    }

    /** RETR of messages first to last, counted from 1. */
    public Script retr(int first, int last) {
        return with(IntStream.rangeClosed(first, last)
                .mapToObj(number -> Step.multiLine("RETR " + number))
                .toList());
    }

    /** DELE of messages 1 to last. */
    public Script dele(int last) {
        return with(IntStream.rangeClosed(1, last)
                .mapToObj(number -> Step.line("DELE " + number))
                .toList());
    }

    public Script quit() {
        return line("QUIT");
    }

    private Script with(List<Step> more) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(more);
        return new Script(List.copyOf(all));
    }

    List<Step> steps() {
        return steps;
    }
}
