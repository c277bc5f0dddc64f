// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import nl.digipoort.james.server.assembly.LoopbackJmxServer;
import nl.digipoort.james.server.home.StartException;
import org.apache.james.GuiceJamesServer;
import org.apache.james.utils.WebAdminGuiceProbe;

/** Asks a started James for its actual addresses: the only way to know a port that was requested as 0. */
final class RunningEndpoints {
    private static final String JAMES_SERVER = "org.apache.james:type=server,name=";
    private static final String SMTP = "nl.digipoort.james:type=listener,name=smtp";
    private static final String WILDCARD = "0.0.0.0";

    private final GuiceJamesServer james;
    private final Listeners listeners;

    RunningEndpoints(GuiceJamesServer james, Listeners listeners) {
        this.james = james;
        this.listeners = listeners;
    }

    Endpoints read() {
        return new Endpoints(
                listeners.pop3Bean().flatMap(name -> mbean(JAMES_SERVER + name)),
                mbean(SMTP),
                listeners.webadminHost().map(this::webadmin),
                james.getProbe(LoopbackJmxServer.class).endpoint());
    }

    private String webadmin(String host) {
        return numeric(host + ":"
                + james.getProbe(WebAdminGuiceProbe.class).getWebAdminPort().getValue());
    }

    private static Optional<String> mbean(String name) {
        try {
            String[] addresses = (String[])
                    ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(name), "BoundAddresses");
            return Optional.of(numeric(addresses[0]));
        } catch (InstanceNotFoundException e) {
            return Optional.empty();
        } catch (JMException e) {
            throw new StartException("The server does not say where " + name + " listens: " + e.getMessage(), e);
        }
    }

    private static String numeric(String address) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon);
        try {
            InetAddress host = InetAddress.getByName(address.substring(0, colon));
            return (host.isAnyLocalAddress() ? WILDCARD : host.getHostAddress()) + port;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
