// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.history;

import java.time.Instant;

/** The logins of one account with one mechanism and TLS version: time and client address of the last one, and their number. Immutable. */
public final class Sighting implements Latest.Entry<Sighting> {
    private final String account;
    private final String mechanism;
    private final String tls;
    private final String client;
    private final Instant at;
    private final long count;

    private Sighting(String account, String mechanism, String tls, String client, Instant at, long count) {
        this.account = account;
        this.mechanism = mechanism;
        this.tls = tls;
        this.client = client;
        this.at = at;
        this.count = count;
    }

    static Sighting first(String account, String mechanism, String tls, String client, Instant at) {
        return new Sighting(account, mechanism, tls, client, at, 1);
    }

    @Override
    public Sighting after(Sighting before) {
        return new Sighting(account, mechanism, tls, client, at, before.count + 1);
    }

    @Override
    public String key() {
        return account + '\n' + mechanism + '\n' + tls;
    }

    public String account() {
        return account;
    }

    public String mechanism() {
        return mechanism;
    }

    public String tls() {
        return tls;
    }

    /** The client address of the last login. */
    public String client() {
        return client;
    }

    public Instant at() {
        return at;
    }

    public long count() {
        return count;
    }
}
