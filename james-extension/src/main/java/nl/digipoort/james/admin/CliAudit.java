// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.audit.NotRecordedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what James's command line changes over JMX: before it is done, and with its result. As soon as James registers one of its MBeans,
 * it is registered behind this. A change that cannot be recorded is refused. Thread-safe.
 */
@Singleton
public final class CliAudit implements NotificationListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(CliAudit.class);

    private static final Map<ObjectName, CliBean> BEANS =
            Stream.of(CliBean.values()).collect(Collectors.toUnmodifiableMap(CliBean::objectName, bean -> bean));

    private final AuditTrail trail;
    private final JamesObjects james;
    private final MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
    private final Set<ObjectName> atWork = ConcurrentHashMap.newKeySet();

    /** What James registers. */
    public interface JamesObjects {
        /** @param type the interface of the MBean; empty if this James has no such object */
        Optional<?> find(Class<?> type);
    }

    @Inject
    CliAudit(AuditTrail trail, JamesObjects james) {
        this.trail = trail;
        this.james = james;
    }

    /** Begins to wait for James's MBeans. */
    public void start() {
        try {
            platform.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this, null, null);
        } catch (JMException e) {
            throw new IllegalStateException("what the command line of James does cannot be recorded", e);
        }
        BEANS.keySet().stream().filter(platform::isRegistered).forEach(this::wrap);
    }

    @PreDestroy
    void stop() {
        try {
            platform.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this);
        } catch (JMException e) {
            LOGGER.debug("Nobody waited for MBeans", e);
        }
    }

    /** Called by the thread that registers the MBean, and again when it is registered behind this. */
    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)) {
            wrap(((MBeanServerNotification) notification).getMBeanName());
        }
    }

    private void wrap(ObjectName name) {
        CliBean bean = BEANS.get(name);
        if (bean == null || !atWork.add(name)) {
            return;
        }
        try {
            Optional<?> target = james.find(bean.type());
            if (target.isPresent()) {
                platform.unregisterMBean(name);
                platform.registerMBean(wrapper(bean, bean.type(), target.get()), name);
            }
        } catch (JMException | RuntimeException e) {
            // JMX keeps to itself what a listener throws
            LOGGER.error("What the command line of James does with {} is not recorded", name, e);
        } finally {
            atWork.remove(name);
        }
    }

    private <T> StandardMBean wrapper(CliBean bean, Class<T> type, Object target) throws JMException {
        InvocationHandler handler = (proxy, operation, arguments) ->
                invoke(bean, target, operation, arguments == null ? new Object[0] : arguments);
        return new StandardMBean(
                type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler)), type);
    }

    private Object invoke(CliBean bean, Object target, Method operation, Object... arguments) throws Throwable {
        if (!CliBean.isChange(operation)) {
            return call(target, operation, arguments);
        }
        AuditRecord action = bean.describe(
                AuditRecord.of(AuditEvent.ADMINISTRATION_BEGUN).with(AuditField.ACT, "cli"), operation, arguments);
        begin(action);
        boolean done = false;
        try {
            Object result = call(target, operation, arguments);
            done = true;
            return result;
        } finally {
            trail.note(action.as(AuditEvent.ADMINISTRATION_ENDED).with(AuditField.OUTCOME, done ? "done" : "failed"));
        }
    }

    /** The reason is only text, because the client knows no class of ours. */
    private void begin(AuditRecord action) {
        try {
            trail.require(action);
        } catch (NotRecordedException e) {
            LOGGER.warn("A command of James's command line is refused: {}", e.getMessage());
            throw new IllegalStateException("not done, because the audit trail cannot be written");
        }
    }

    private static Object call(Object target, Method operation, Object... arguments) throws Throwable {
        try {
            return operation.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
