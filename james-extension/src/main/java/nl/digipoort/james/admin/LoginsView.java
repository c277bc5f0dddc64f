// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digipoort.james.history.LoginHistory;
import nl.digipoort.james.history.Sighting;

/** Which account logged in, and how; the getters become JSON. Immutable. */
@JsonPropertyOrder({"since", "accounts", "accountsByMechanism", "accountsByTls", "forgotten", "found", "logins"})
final class LoginsView {
    private final LoginHistory history;
    private final List<Sighting> all;
    private final List<Sighting> asked;
    private final int limit;

    LoginsView(LoginHistory history, List<Sighting> all, List<Sighting> asked, int limit) {
        this.history = history;
        this.all = all;
        this.asked = asked;
        this.limit = limit;
    }

    /** When the server began to remember logins; like all times here in ISO-8601, UTC. */
    public String getSince() {
        return history.since().toString();
    }

    public long getAccounts() {
        return all.stream().map(Sighting::account).distinct().count();
    }

    /** How many accounts have used each mechanism; an account that used several counts for each. */
    public Map<String, Long> getAccountsByMechanism() {
        return accountsBy(Sighting::mechanism);
    }

    public Map<String, Long> getAccountsByTls() {
        return accountsBy(Sighting::tls);
    }

    private Map<String, Long> accountsBy(Function<Sighting, String> what) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        what,
                        TreeMap::new,
                        Collectors.mapping(
                                Sighting::account,
                                Collectors.collectingAndThen(Collectors.toSet(), accounts -> (long) accounts.size()))));
    }

    /** How many entries were dropped because there were too many. */
    public long getForgotten() {
        return history.forgotten();
    }

    /** How many entries match the request, shown or not. */
    public int getFound() {
        return asked.size();
    }

    /** The latest first. */
    public List<SightingView> getLogins() {
        return asked.stream().limit(limit).map(SightingView::new).collect(Collectors.toUnmodifiableList());
    }

    /** The logins of one account with one mechanism and TLS version. Immutable. */
    @JsonPropertyOrder({"user", "mechanism", "tls", "count", "lastAt", "lastClient"})
    static final class SightingView {
        private final Sighting sighting;

        private SightingView(Sighting sighting) {
            this.sighting = sighting;
        }

        public String getUser() {
            return sighting.account();
        }

        public String getMechanism() {
            return sighting.mechanism();
        }

        public String getTls() {
            return sighting.tls();
        }

        public long getCount() {
            return sighting.count();
        }

        public String getLastAt() {
            return sighting.at().toString();
        }

        public String getLastClient() {
            return sighting.client();
        }
    }
}
