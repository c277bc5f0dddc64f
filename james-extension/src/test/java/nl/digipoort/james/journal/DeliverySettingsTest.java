// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverySettingsTest {
    @Test
    void hasDefaultsForWhatIsLeftOut() throws Exception {
        DeliverySettings settings = settings("alarmAfter", "900");

        assertThat(settings.sweepInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.alarmAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.rememberFor()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.freeSpace()).isEqualTo(256L * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "sweepInterval,0,a whole number from 1 to 86400",
        "alarmAfter,soon,a whole number from 1 to 86400",
        "rememberFor,100,a whole number from 1 to 99",
        "freeSpace,1 GB,a whole number from 0 to 1000000"
    })
    void refusesTheRestWithKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> settings(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("test.xml: delivery." + key + " is '" + value + "'; allowed: " + allowed);
    }

    private static DeliverySettings settings(String key, String value) throws ConfigurationException {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("delivery." + key, value);
        return DeliverySettings.from(Section.only("test.xml", configuration, "delivery"));
    }
}
