// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class that leaves a thread of ours behind: it would log, or change a store, while the next class runs in the same process. A
 * thread that is about to end has the time to do so.
 */
public final class LeftThreads implements BeforeAllCallback, AfterAllCallback {
    private static final String OURS = "digipoort";
    /** Does nothing of its own accord, and ends after a minute without work. */
    private static final String IDLE = "digipoort-tls-trust";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            store(context).put(LeftThreads.class, ours());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (!isOutermost(context)) {
            return;
        }
        Set<?> before = store(context).get(LeftThreads.class, Set.class);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Thread> left =
                ours().stream().filter(thread -> !before.contains(thread)).toList();
        for (Thread thread : left) {
            thread.join(
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
        String living = left.stream()
                .filter(Thread::isAlive)
                .map(LeftThreads::withStack)
                .collect(Collectors.joining("\n"));
        if (!living.isEmpty()) {
            throw new IllegalStateException("threads are left:\n" + living);
        }
    }

    private static String withStack(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining("", thread.getName() + " (" + thread.getState() + ")", ""));
    }

    /** Nested classes may use what their outer class stops. */
    private static boolean isOutermost(ExtensionContext context) {
        return context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(LeftThreads.class));
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith(OURS) && !thread.getName().startsWith(IDLE))
                .collect(Collectors.toSet());
    }
}
