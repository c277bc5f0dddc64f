// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetSettingsTest {
    @Test
    void takesAQuarterOfTheHeapWhenNothingElseIsSaid() throws ConfigurationException {
        BudgetSettings settings = TestBudget.read("");

        assertThat(settings.share(1_000_000_000)).isEqualTo(250_000_000);
        assertThat(settings.freeBelow()).isEqualTo(64 * 1024);
        assertThat(settings.longestWait()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.spoolDirectory()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<heapShare>0</heapShare>|bodies.heapShare is '0'; allowed: a whole number from 1 to 90",
                "<heapShare>91</heapShare>|bodies.heapShare is '91'",
                "<freeBelow>-1</freeBelow>|bodies.freeBelow is '-1'",
                "<longestWait>0</longestWait>|bodies.longestWait is '0'",
                "<spoolDirectory>/no/such/place</spoolDirectory>|bodies.spoolDirectory is '/no/such/place'; allowed: a directory",
                "<spool>x</spool>|bodies.spool is unknown",
            })
    void refusesWhatIsNotAllowed(String elements, String complaint) {
        assertThatThrownBy(() -> TestBudget.read(elements))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(complaint);
    }
}
