// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import nl.digipoort.james.audit.ServerAudit;
import nl.digipoort.james.lock.LockSettings;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Which server this is: its version, its start and where it listens. James and our SMTP have an MBean for each listener, so that this package
 * need not know them. Thread-safe.
 */
final class ServerRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/server";

    private static final List<String> LISTENERS =
            List.of("org.apache.james:type=server,name=*", "nl.digipoort.james:type=listener,name=*");

    private final LockSettings settings;
    private final MBeanServer beans;
    private final JsonTransformer json;

    @Inject
    ServerRoutes(LockSettings settings, JsonTransformer json) {
        this(settings, ManagementFactory.getPlatformMBeanServer(), json);
    }

    ServerRoutes(LockSettings settings, MBeanServer beans, JsonTransformer json) {
        this.settings = settings;
        this.beans = beans;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::show, json);
    }

    private Map<String, Object> show(Request request, Response response) {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        return ImmutableMap.of(
                "version", ServerAudit.version(),
                "java", Runtime.version().toString(),
                "node", settings.node(),
                "startedAt", Instant.ofEpochMilli(started).toString(),
                "listeners", listeners());
    }

    /** The addresses of each listener by its name; one that is configured and bound to nothing has none. */
    private Map<String, List<String>> listeners() {
        Map<String, List<String>> listeners = new TreeMap<>();
        for (String pattern : LISTENERS) {
            for (ObjectName name : beans.queryNames(named(pattern), null)) {
                listeners.put(name.getKeyProperty("name"), addresses(name));
            }
        }
        return listeners;
    }

    private List<String> addresses(ObjectName name) {
        try {
            String[] addresses = (String[]) beans.getAttribute(name, "BoundAddresses");
            return addresses == null ? List.of() : List.of(addresses);
        } catch (InstanceNotFoundException e) {
            return List.of(); // stopped meanwhile
        } catch (JMException e) {
            throw Refusals.unavailable("The listener " + name.getKeyProperty("name"), e);
        }
    }

    private static ObjectName named(String pattern) {
        try {
            return new ObjectName(pattern);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(pattern, e);
        }
    }
}
