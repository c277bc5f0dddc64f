// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;

/** The failed logins under one name, from one address and for one reason: the last one, since when, and how many. Immutable. */
public final class FailedLogin implements Latest.Entry<FailedLogin> {
    private final String name;
    private final String client;
    private final String outcome;
    private final String mechanism;
    private final String tls;
    private final Instant firstAt;
    private final Instant at;
    private final long count;

    private FailedLogin(
            String name,
            String client,
            String outcome,
            String mechanism,
            String tls,
            Instant firstAt,
            Instant at,
            long count) {
        this.name = name;
        this.client = client;
        this.outcome = outcome;
        this.mechanism = mechanism;
        this.tls = tls;
        this.firstAt = firstAt;
        this.at = at;
        this.count = count;
    }

    static FailedLogin first(String name, String client, String outcome, String mechanism, String tls, Instant at) {
        return new FailedLogin(name, client, outcome, mechanism, tls, at, at, 1);
    }

    @Override
    public FailedLogin after(FailedLogin before) {
        return new FailedLogin(name, client, outcome, mechanism, tls, before.firstAt, at, before.count + 1);
    }

    @Override
    public String key() {
        return name + '\n' + client + '\n' + outcome;
    }

    /** The name as the client sent it, which may be no account's. */
    public String name() {
        return name;
    }

    public String client() {
        return client;
    }

    /** Why it failed, as the audit trail says it. */
    public String outcome() {
        return outcome;
    }

    /** Of the last one. */
    public String mechanism() {
        return mechanism;
    }

    /** Of the last one. */
    public String tls() {
        return tls;
    }

    public Instant firstAt() {
        return firstAt;
    }

    public Instant at() {
        return at;
    }

    public long count() {
        return count;
    }
}
