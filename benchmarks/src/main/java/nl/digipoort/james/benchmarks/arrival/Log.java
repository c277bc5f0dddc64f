// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nl.digipoort.james.benchmarks.measure.Sample;

/** Progress output for the person at the terminal. */
record Log(Consumer<String> lines) {
    void line(String text) {
        lines.accept(text);
    }

    /** Reports a sample and returns it. */
    Sample tell(WayIn server, String scenario, int number, Sample sample) {
        String figures = sample.figures().entrySet().stream()
                .map(figure -> figure.getKey() + "=" + String.format(Locale.ROOT, "%.3f", figure.getValue()))
                .collect(Collectors.joining(" "));
        String failures = sample.failures().isEmpty() ? "" : " FAILURES " + sample.failures();
        line(server.name() + " " + scenario + " " + number + ": " + figures + failures);
        return sample;
    }
}
