package nl.digipoort.james.stores.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/** When maildrops were last used, in this JVM. Thread-safe. */
public final class MemoryActivityStore implements ActivityStore {
    private final Map<Username, Activity> activities = new ConcurrentHashMap<>();

    @Override
    public Activity find(Username maildrop) {
        return activities.getOrDefault(maildrop, Activity.NONE);
    }

    @Override
    public void save(Map<Username, Activity> news) {
        news.forEach((maildrop, activity) -> activities.merge(maildrop, activity, Activity::latest));
    }

    @Override
    public void forget(Username maildrop) {
        activities.remove(maildrop);
    }
}
