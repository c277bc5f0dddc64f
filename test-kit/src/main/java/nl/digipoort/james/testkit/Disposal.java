// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import com.google.inject.spi.ProvisionListener;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what Guice makes, and calls its methods for the end, the youngest first, as James does. */
final class Disposal implements ProvisionListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Disposal.class);

    private final Deque<Object> made = new ArrayDeque<>();

    @Override
    public <T> void onProvision(ProvisionInvocation<T> provision) {
        T instance = provision.provision();
        if (instance != null) {
            synchronized (made) {
                made.push(instance);
            }
        }
    }

    void run() {
        synchronized (made) {
            made.stream().distinct().forEach(Disposal::end);
            made.clear();
        }
    }

    private static void end(Object instance) {
        for (Method method : instance.getClass().getDeclaredMethods()) {
            if (method.isAnnotationPresent(PreDestroy.class)) {
                try {
                    method.setAccessible(true);
                    method.invoke(instance);
                } catch (ReflectiveOperationException | RuntimeException e) {
                    LOGGER.warn("{} does not stop", instance.getClass(), e);
                }
            }
        }
    }
}
