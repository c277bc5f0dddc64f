// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nl.digipoort.james.testing.TestCassandra;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.james.backends.cassandra.init.configuration.ClusterConfiguration;
import org.apache.james.util.Host;
import org.junit.jupiter.api.Test;

/** The files for Cassandra in the overlay of the distributed server, read by those who read them there. */
class DistributedOverlayTest {
    private static final Path OVERLAY = Path.of("..", "conf-distributed");

    @Test
    void namesTheClusterAndTheAccountAsJamesReadsThem() throws Exception {
        String text = Files.readString(OVERLAY.resolve("cassandra.properties"));
        PropertiesConfiguration properties = new PropertiesConfiguration();
        properties.read(new StringReader(text.replace("${env:DIGIPOORT_CASSANDRA_PASSWORD}", "geheim")));

        ClusterConfiguration cluster = ClusterConfiguration.from(properties);

        assertThat(cluster.getHosts()).containsExactly(Host.from("cassandra", 9042));
        assertThat(cluster.getLocalDC()).isEqualTo(Optional.of("datacenter1"));
        assertThat(cluster.shouldCreateKeyspace()).isTrue();
        assertThat(cluster.getUsername()).isEqualTo(Optional.of("james"));
        assertThat(cluster.getPassword()).isEqualTo(Optional.of("geheim"));
    }

    @Test
    void setsTheLevelsThatLocksRestOn() {
        DriverConfigLoader loader = driverConfiguration();

        assertThat(loader.getInitialConfig().getDefaultProfile().getString(DefaultDriverOption.REQUEST_CONSISTENCY))
                .isEqualTo("QUORUM");
        assertThat(loader.getInitialConfig()
                        .getProfile("LWT")
                        .getString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY))
                .isEqualTo("SERIAL");
    }

    @Test
    void isTakenByTheDriver() {
        TestCassandra cassandra = TestCassandra.running();

        try (CqlSession session = CqlSession.builder()
                .addContactPoint(cassandra.address())
                .withLocalDatacenter(cassandra.datacenter())
                .withConfigLoader(driverConfiguration())
                .build()) {
            for (DriverExecutionProfile profile :
                    session.getContext().getConfig().getProfiles().values()) {
                // whose time-out is too short for a machine that is busy with tests
                if (!profile.getName().equals("CACHING")) {
                    SimpleStatement query = SimpleStatement.newInstance("SELECT cluster_name FROM system.local")
                            .setExecutionProfile(profile);
                    assertThat(session.execute(query).one())
                            .as(profile.getName())
                            .isNotNull();
                }
            }
            assertThat(session.getContext().getConfig().getProfiles())
                    .containsOnlyKeys(
                            "default", "LWT", "OPTIMISTIC_CONSISTENCY_LEVEL", "CACHING", "BATCH", "TABLE_CREATION");
        }
    }

    private static DriverConfigLoader driverConfiguration() {
        return DriverConfigLoader.fromFile(
                OVERLAY.resolve("cassandra-driver.conf").toFile());
    }
}
