// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.lock.LockSettings;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerRoutesTest {
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        var configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("lock.node", "node-1");
        LockSettings settings = LockSettings.from(Section.only("test.xml", configuration, "lock"));
        webAdmin = TestWebAdminServer.start(
                new NoAuthenticationFilter(), new ServerRoutes(settings, beans, new JsonTransformer(Set.of())));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsTheVersionTheStartAndWhereEachListenerIs() throws Exception {
        register("org.apache.james:type=server,name=pop3server-0", "0.0.0.0:110");
        register("nl.digipoort.james:type=listener,name=smtp", "127.0.0.1:25", "127.0.0.2:25");
        register("org.apache.james:type=component,name=users", "192.0.2.1:1");

        HttpResponse<String> response = webAdmin.send("GET", "/digipoort/server");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .startsWith("{\"version\":\"unknown\",\"java\":\"")
                .contains("\"node\":\"node-1\",\"startedAt\":\"20")
                .endsWith("\"listeners\":{\"pop3server-0\":[\"0.0.0.0:110\"],"
                        + "\"smtp\":[\"127.0.0.1:25\",\"127.0.0.2:25\"]}}");
    }

    @Test
    void showsAListenerThatIsBoundToNothing() throws Exception {
        register("org.apache.james:type=server,name=pop3server-0");
        beans.registerMBean(new Unbound(), new ObjectName("org.apache.james:type=server,name=imapserver"));

        assertThat(webAdmin.send("GET", "/digipoort/server").body())
                .endsWith("\"listeners\":{\"imapserver\":[],\"pop3server-0\":[]}}");
    }

    private void register(String name, String... addresses) throws Exception {
        beans.registerMBean(new Bound(addresses), new ObjectName(name));
    }

    /** As James's listeners are. */
    public interface BoundMBean {
        String[] getBoundAddresses();
    }

    public static final class Bound implements BoundMBean {
        private final String[] addresses;

        Bound(String... addresses) {
            this.addresses = addresses;
        }

        @Override
        public String[] getBoundAddresses() {
            return addresses;
        }
    }

    /** As one of James's that is disabled. */
    public interface UnboundMBean {
        String[] getBoundAddresses();
    }

    public static final class Unbound implements UnboundMBean {
        @Override
        public String[] getBoundAddresses() {
            return null;
        }
    }
}
