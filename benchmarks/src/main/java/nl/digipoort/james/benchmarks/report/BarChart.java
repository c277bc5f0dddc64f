// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Horizontal bars of medians in SVG, with the minimum and maximum as a line. Readable on light and on dark backgrounds. */
final class BarChart {
    private static final int WIDTH = 720;
    private static final int LABELS = 190;
    private static final int BAR = 18;
    private static final int ROW = 28;
    private static final int TOP = 40;
    private static final int BOTTOM = 14;
    private static final int VALUES = 90;
    private static final String STYLE =
            """
            <style>
              text { font: 13px sans-serif; fill: #24292f; }
              .title { font-weight: bold; }
              .bar { fill: #8a94a0; }
              .own { fill: #1f77d0; }
              .range { stroke: #24292f; stroke-width: 1.5; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .range { stroke: #e6edf3; }
                .own { fill: #58a6ff; }
              }
            </style>
            """;

    private final String title;
    private final List<Bar> bars;

    /** One bar; this server's own bars are highlighted. */
    record Bar(String label, Statistic value, boolean own) {}

    BarChart(String title, List<Bar> bars) {
        this.title = title;
        this.bars = List.copyOf(bars);
    }

    String svg() {
        int height = TOP + bars.size() * ROW + BOTTOM;
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH, height, WIDTH, height));
        svg.append(format("<title>%s</title>%n", escaped(title))).append(STYLE);
        svg.append(format("<text class=\"title\" x=\"4\" y=\"20\">%s</text>%n", escaped(title)));
        double scale = scale();
        for (int i = 0; i < bars.size(); i++) {
            svg.append(row(bars.get(i), TOP + i * ROW, scale));
        }
        return svg.append("</svg>\n").toString();
    }

    /** Pixels for one unit. */
    private double scale() {
        double greatest =
                bars.stream().mapToDouble(bar -> bar.value().max()).max().orElse(1);
        return (WIDTH - LABELS - VALUES) / Math.max(greatest, Double.MIN_NORMAL);
    }

    private static String row(Bar bar, int top, double scale) {
        int middle = top + BAR / 2;
        double end = LABELS + Math.max(0, bar.value().median()) * scale;
        double from = LABELS + Math.max(0, bar.value().min()) * scale;
        double to = LABELS + Math.max(0, bar.value().max()) * scale;
        return format(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                        LABELS - 8, middle + 4, escaped(bar.label()))
                + format(
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                        bar.own() ? "own" : "bar", LABELS, top, end - LABELS, BAR)
                + format(
                        "<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                        from, middle, to, middle)
                + format(
                        "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                        Math.max(end, to) + 8,
                        middle + 4,
                        Statistic.number(bar.value().median()));
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), arguments);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
