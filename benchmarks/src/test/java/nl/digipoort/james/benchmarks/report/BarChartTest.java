// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class BarChartTest {
    @Test
    void drawsABarAsLongAsItsMedian() throws Exception {
        Document svg = parsed(new BarChart(
                "CPU & <more>",
                List.of(
                        new BarChart.Bar("digipoort", Statistic.of(List.of(2.0, 2.5, 3.0)), true),
                        new BarChart.Bar("dovecot", Statistic.of(List.of(5.0)), false))));

        Element own = (Element) svg.getElementsByTagName("rect").item(0);
        Element other = (Element) svg.getElementsByTagName("rect").item(1);
        assertThat(own.getAttribute("class")).isEqualTo("own");
        assertThat(Double.parseDouble(own.getAttribute("width")) * 2)
                .isEqualTo(Double.parseDouble(other.getAttribute("width")));
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("CPU & <more>");
    }

    private static Document parsed(BarChart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.svg())));
    }
}
