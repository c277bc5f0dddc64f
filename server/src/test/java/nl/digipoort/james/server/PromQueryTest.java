// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import nl.digipoort.james.testing.PromQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQueryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a_total|a_total",
                "sum by (instance) (rate(a_total{job=~\"$job\"}[$__rate_interval]))|a_total",
                "sum(rate(a_total[5m])) by (job, instance)|a_total",
                "a > 0 and on (instance) b_seconds offset 5m < 1e9|a,b_seconds",
                "a{quantile=\"0.99\"} * 1000 unless absent(c)|a,c",
                "histogram_quantile(0.9, x:rate5m) or vector(0)|x:rate5m",
                "a == bool 1 or b % 2 != +Inf|a,b",
                "a * on (x) group_left (version) b # of c|a,b",
                "increase(a_total[1h:5m]) / clamp_min(b, 1)|a_total,b",
                "label_replace(a, \"b\", \"c\", 'd', \"e\")|a",
            })
    void findsTheMetricsAndNothingElse(String query, String metrics) {
        assertThat(PromQuery.metrics(query)).containsExactlyInAnyOrder(metrics.split(","));
    }

    @Test
    void refusesAQueryOfWhichNobodyCanTell() {
        assertThatIllegalArgumentException().isThrownBy(() -> PromQuery.metrics("{__name__=~\"digipoort_.*\"}"));
    }
}
