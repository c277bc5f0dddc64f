// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.utils.PropertiesProvider;
import org.junit.jupiter.api.Test;

class DigipoortModuleTest {
    @Test
    void doesNotStartWithAPolicyThatAllowsNothingThatIsOffered() throws Exception {
        HierarchicalConfiguration<ImmutableNode> pop3server = FileConfigurationProvider.getConfig(
                new ByteArrayInputStream(Files.readAllBytes(Path.of("..", "conf", "pop3server.xml"))));
        pop3server.addProperty("digipoort.accountPolicy.mechanisms.mechanism", "EXTERNAL");
        ConfigurationProvider configuration =
                (component, level) -> component.equals("pop3server") ? pop3server : new BaseHierarchicalConfiguration();

        assertThatThrownBy(() ->
                        new DigipoortModule(Guice.createInjector(), configuration, PropertiesProvider.forTesting()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: digipoort.accountPolicy.mechanisms names no mechanism that is"
                        + " offered, so nobody could log in; allowed: USER, PLAIN,");
    }
}
