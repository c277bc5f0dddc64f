// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/** In memory; the last login of an account with {@link Fault#LOGIN_DELAY} was always just now. Thread-safe. */
final class FaultyActivities implements ActivityStore {
    private final ActivityStore activities;
    private final Faults faults;

    FaultyActivities(ActivityStore activities, Faults faults) {
        this.activities = activities;
        this.faults = faults;
    }

    @Override
    public Activity find(Username maildrop) {
        return activities.find(maildrop);
    }

    @Override
    public void save(Map<Username, Activity> news) {
        activities.save(news);
    }

    @Override
    public void countLogin(Username user) {
        activities.countLogin(user);
    }

    @Override
    public Optional<Duration> sinceCountedLogin(Username user) {
        return faults.has(user, Fault.LOGIN_DELAY) ? Optional.of(Duration.ZERO) : activities.sinceCountedLogin(user);
    }

    @Override
    public void forget(Username maildrop) {
        activities.forget(maildrop);
    }
}
