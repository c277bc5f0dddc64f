// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** When a maildrop was last used, as far as known; in whole milliseconds. Immutable. */
public final class Activity {
    public static final Activity NONE = new Activity(null, null);

    private final Login login;
    private final Instant retrieval;

    private Activity(Login login, Instant retrieval) {
        this.login = login;
        this.retrieval = retrieval;
    }

    /** @param client the client address of the session; at most 255 characters of it are kept */
    public static Activity login(Instant at, String client) {
        return new Activity(new Login(at, client), null);
    }

    public static Activity retrieval(Instant at) {
        return new Activity(null, millis(at));
    }

    private static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The later time of each kind. */
    public Activity latest(Activity other) {
        return new Activity(
                other.login != null && (login == null || other.login.at.isAfter(login.at)) ? other.login : login,
                other.retrieval != null && (retrieval == null || other.retrieval.isAfter(retrieval))
                        ? other.retrieval
                        : retrieval);
    }

    public Optional<Login> lastLogin() {
        return Optional.ofNullable(login);
    }

    /** When a message was last retrieved completely. */
    public Optional<Instant> lastRetrieval() {
        return Optional.ofNullable(retrieval);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Activity
                && Objects.equals(login, ((Activity) other).login)
                && Objects.equals(retrieval, ((Activity) other).retrieval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(login, retrieval);
    }

    @Override
    public String toString() {
        return "last login " + login + ", last retrieval " + retrieval;
    }

    /** A login that reached the maildrop. Immutable. */
    public static final class Login {
        private static final int LONGEST = 255;

        private final Instant at;
        private final String client;

        private Login(Instant at, String client) {
            this.at = millis(at);
            this.client = client.substring(0, Math.min(client.length(), LONGEST));
        }

        public Instant at() {
            return at;
        }

        public String client() {
            return client;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Login && at.equals(((Login) other).at) && client.equals(((Login) other).client);
        }

        @Override
        public int hashCode() {
            return Objects.hash(at, client);
        }

        @Override
        public String toString() {
            return at + " from " + client;
        }
    }
}
