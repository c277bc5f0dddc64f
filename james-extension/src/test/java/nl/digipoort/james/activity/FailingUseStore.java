// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;

/** A store that is unavailable as long as a test wants it. */
final class FailingUseStore implements UseStore {
    private final UseStore store;
    private volatile boolean isDown;

    FailingUseStore(UseStore store) {
        this.store = store;
    }

    void fail(boolean down) {
        isDown = down;
    }

    @Override
    public Uses find(Username user) {
        return reached().find(user);
    }

    @Override
    public void save(Map<Username, Uses> news) {
        reached().save(news);
    }

    @Override
    public List<AccountUses> page(Optional<Username> after, int most) {
        return reached().page(after, most);
    }

    @Override
    public void forget(Username user) {
        reached().forget(user);
    }

    private UseStore reached() {
        if (isDown) {
            throw new StoreUnavailableException("down", new IllegalStateException());
        }
        return store;
    }
}
