// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import java.util.concurrent.atomic.AtomicInteger;
import javax.inject.Inject;
import javax.inject.Singleton;

/** How many listeners of the POP3 server are bound now, for who asks whether there is one. Thread-safe. */
@Singleton
public final class BoundListeners {
    private final AtomicInteger count = new AtomicInteger();

    @Inject
    public BoundListeners() {}

    public void oneMore() {
        count.incrementAndGet();
    }

    public void noneAnyMore() {
        count.set(0);
    }

    public boolean isEmpty() {
        return count.get() == 0;
    }
}
