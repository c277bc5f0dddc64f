// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A monotonic clock that moves only when the test moves it. */
public final class FakeTicker extends Ticker {
    private final AtomicLong now = new AtomicLong(-5);

    public void move(Duration by) {
        now.addAndGet(by.toNanos());
    }

    @Override
    public long read() {
        return now.get();
    }
}
