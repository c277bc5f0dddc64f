// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.mail.MailReception;
import nl.digipoort.james.tls.ServerTls;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;

/** The SMTP and LMTP listeners that are enabled. JMX shows the addresses of each. */
@Singleton
public final class SmtpListeners {
    private final SmtpServers servers;
    private final MailReception mails;
    private final Capacity capacity;
    private final Recipients recipients;
    private final ServerTls tls;
    private final MetricFactory metrics;
    private final GaugeRegistry gauges;
    private final Clock clock = Clock.systemUTC();
    private final MailNames names = new MailNames(clock, new SecureRandom());
    private final Map<Dialect, SmtpListener> started = new LinkedHashMap<>();

    @Inject
    SmtpListeners(
            SmtpServers servers,
            MailReception mails,
            Capacity capacity,
            Recipients recipients,
            ServerTls tls,
            MetricFactory metrics,
            GaugeRegistry gauges) {
        this.servers = servers;
        this.mails = mails;
        this.capacity = capacity;
        this.recipients = recipients;
        this.tls = tls;
        this.metrics = metrics;
        this.gauges = gauges;
    }

    /**
     * Starts every listener.
     *
     * @throws RuntimeException if a port is in use or the TLS material cannot be read; listeners that have started are stopped again
     */
    public void start() {
        try {
            for (SmtpSettings settings : servers.enabled()) {
                tls.start();
                start(settings);
            }
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private void start(SmtpSettings settings) {
        SmtpMetrics ofListener = new SmtpMetrics(settings.dialect(), metrics, gauges);
        Reception reception = new Reception(settings, mails, capacity, names, clock, ofListener);
        SmtpListener listener = new SmtpListener(new SmtpService(settings, recipients, reception), tls, ofListener);
        started.put(settings.dialect(), listener);
        listener.start();
        register(settings.dialect(), listener);
    }

    /** Refuses new connections, gives incoming messages time, then closes all connections. */
    @PreDestroy
    public void stop() {
        started.forEach((dialect, listener) -> {
            unregister(dialect);
            listener.stop();
        });
        started.clear();
    }

    /** The addresses of the SMTP or LMTP listener; empty if it is off. */
    List<String> addresses(Dialect dialect) {
        return started.containsKey(dialect) ? addresses(started.get(dialect)) : List.of();
    }

    private static List<String> addresses(SmtpListener listener) {
        return listener.addresses().stream()
                .map(bound -> HostAndPort.fromParts(InetAddresses.toAddrString(bound.getAddress()), bound.getPort())
                        .toString())
                .collect(Collectors.toUnmodifiableList());
    }

    private static void register(Dialect dialect, SmtpListener listener) {
        BoundAddressesMXBean bean = () -> addresses(listener);
        onPlatform(dialect, (platform, name) -> platform.registerMBean(bean, name));
    }

    private static void unregister(Dialect dialect) {
        onPlatform(dialect, (platform, name) -> {});
    }

    private interface Change {
        void apply(MBeanServer platform, ObjectName name) throws JMException;
    }

    /** Unregisters an earlier MBean of that name first. */
    private static void onPlatform(Dialect dialect, Change change) {
        MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName("nl.digipoort.james:type=listener,name=" + dialect.lowerCase());
            if (platform.isRegistered(name)) {
                platform.unregisterMBean(name);
            }
            change.apply(platform, name);
        } catch (JMException e) {
            throw new IllegalStateException("JMX does not take the addresses of " + dialect, e);
        }
    }
}
