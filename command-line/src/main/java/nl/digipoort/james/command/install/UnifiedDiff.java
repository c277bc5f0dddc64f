// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The differences of two texts as {@code diff -u} has them, without secrets. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final long MOST_CELLS = 16_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<String> shownBefore;
    private final List<String> shownAfter;
    private final List<Line> lines = new ArrayList<>();

    private UnifiedDiff(String before, String after) {
        this.before = lines(before);
        this.after = lines(after);
        this.shownBefore = lines(Masked.of(before));
        this.shownAfter = lines(Masked.of(after));
    }

    /** Empty if they are the same. */
    static String of(String name, String before, String after) {
        UnifiedDiff diff = new UnifiedDiff(before, after);
        diff.compare();
        String hunks = diff.hunks();
        return hunks.isEmpty() ? "" : "--- " + (before.isEmpty() ? "/dev/null" : name) + "\n+++ " + name + "\n" + hunks;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\r?\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private void compare() {
        int head = 0;
        while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < before.size() - head
                && tail < after.size() - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        for (int i = 0; i < head; i++) {
            lines.add(new Line(' ', i, i));
        }
        middle(head, before.size() - tail, after.size() - tail);
        for (int i = tail; i > 0; i--) {
            lines.add(new Line(' ', before.size() - i, after.size() - i));
        }
    }

    /** By the longest common sequence of lines; of what is too large for that, all is replaced. */
    private void middle(int from, int beforeEnd, int afterEnd) {
        int rows = beforeEnd - from;
        int columns = afterEnd - from;
        boolean small = (long) rows * columns <= MOST_CELLS;
        int[][] common = small ? common(from, rows, columns) : new int[0][];
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            boolean same =
                    small && i < rows && j < columns && before.get(from + i).equals(after.get(from + j));
            if (same) {
                lines.add(new Line(' ', from + i++, from + j++));
            } else if (i < rows && (j == columns || !small || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', from + i++, from + j));
            } else {
                lines.add(new Line('+', from + i, from + j++));
            }
        }
    }

    private int[][] common(int from, int rows, int columns) {
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] = before.get(from + i).equals(after.get(from + j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private String hunks() {
        StringBuilder hunks = new StringBuilder();
        int next = 0;
        while (next < lines.size()) {
            if (lines.get(next).kind == ' ') {
                next++;
                continue;
            }
            int start = Math.max(0, next - CONTEXT);
            int end = end(next);
            hunk(hunks, lines.subList(start, end));
            next = end;
        }
        return hunks.toString();
    }

    /** Behind the last change that is near the one before, and its context. */
    private int end(int change) {
        int last = change;
        for (int i = change; i < lines.size() && i <= last + 2 * CONTEXT; i++) {
            if (lines.get(i).kind != ' ') {
                last = i;
            }
        }
        return Math.min(lines.size(), last + CONTEXT + 1);
    }

    private void hunk(StringBuilder hunks, List<Line> part) {
        long olds = part.stream().filter(line -> line.kind != '+').count();
        long news = part.stream().filter(line -> line.kind != '-').count();
        hunks.append("@@ -")
                .append(part.get(0).before + (olds > 0 ? 1 : 0))
                .append(',')
                .append(olds)
                .append(" +")
                .append(part.get(0).after + (news > 0 ? 1 : 0))
                .append(',')
                .append(news)
                .append(" @@\n");
        for (Line line : part) {
            String text = line.kind == '+' ? shownAfter.get(line.after) : shownBefore.get(line.before);
            hunks.append(line.kind).append(text).append('\n');
        }
    }

    private static final class Line {
        private final char kind;
        private final int before;
        private final int after;

        private Line(char kind, int before, int after) {
            this.kind = kind;
            this.before = before;
            this.after = after;
        }
    }
}
