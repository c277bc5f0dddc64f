// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockSettingsTest {
    @Test
    void hasDefaultsForWhatIsLeftOut() throws Exception {
        LockSettings settings = settings("leaseTime", "60");

        assertThat(settings.leaseTime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.sessionWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.deliveryWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.node()).matches("[0-9]+@.+");
    }

    @ParameterizedTest
    @CsvSource({"leaseTime,3", "leaseTime,3600", "sessionWait,0", "deliveryWait,60", "node,pop3-1"})
    void takesWhatIsAllowed(String key, String value) throws Exception {
        assertThat(settings(key, value)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "leaseTime,2,a whole number from 3 to 3600",
        "leaseTime,3601,a whole number from 3 to 3600",
        "leaseTime,a minute,a whole number from 3 to 3600",
        "sessionWait,-1,a whole number from 0 to 60",
        "deliveryWait,61,a whole number from 0 to 60"
    })
    void refusesTheRestWithKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> settings(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("test.xml: lock." + key + " is '" + value + "'; allowed: " + allowed);
    }

    @Test
    void refusesAnUnknownKey() {
        assertThatThrownBy(() -> settings("lease", "60"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lock.lease is unknown");
    }

    private static LockSettings settings(String key, String value) throws ConfigurationException {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("lock." + key, value);
        return LockSettings.from(Section.only("test.xml", configuration, "lock"));
    }
}
