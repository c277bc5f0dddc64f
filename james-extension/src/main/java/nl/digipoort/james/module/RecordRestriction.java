// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.schedule.Periodic;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of an account's record what it may not use, each time that this node learns of another policy of the account. The node that
 * sets the policy does so at once, but a login on a node that does not know it yet may make the secrets anew. For one thread.
 */
@Singleton
final class RecordRestriction {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecordRestriction.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final AccountPolicies policies;
    private final CredentialRecords records;
    private final Periodic periodic = new Periodic(
            "digipoort-policies", e -> LOGGER.error("Credential records cannot follow the policies now", e));
    private final Map<Username, AccountPolicy> followed = new HashMap<>();
    private final Set<Username> failed = new HashSet<>();

    @Inject
    RecordRestriction(AccountPolicies policies, CredentialRecords records) {
        this.policies = policies;
        this.records = records;
    }

    /** Takes the present policies as followed. */
    void start() {
        followed.putAll(policies.exceptions());
        periodic.every(INTERVAL, this::look);
    }

    @PreDestroy
    void stop() {
        periodic.stop();
    }

    /** Follows what has changed since the last look. What fails is tried again at the next one, and is logged once. */
    void look() {
        Map<Username, AccountPolicy> now = policies.exceptions();
        MapDifference<Username, AccountPolicy> changes = Maps.difference(Map.copyOf(followed), now);
        changes.entriesOnlyOnLeft().keySet().forEach(user -> follow(user, now));
        changes.entriesDiffering().keySet().forEach(user -> follow(user, now));
        changes.entriesOnlyOnRight().keySet().forEach(user -> follow(user, now));
    }

    private void follow(Username user, Map<Username, AccountPolicy> now) {
        try {
            records.restrict(user);
            followed.compute(user, (same, before) -> now.get(user));
            failed.remove(user);
        } catch (CredentialStoreUnavailableException e) {
            if (failed.add(user)) {
                LOGGER.warn(
                        "The record of {} may have secrets that its policy forbids; tried again", user.asString(), e);
            }
        }
    }
}
