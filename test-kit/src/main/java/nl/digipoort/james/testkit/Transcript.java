// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was said on one connection, without passwords. Grows while the connection lasts. Thread-safe. */
public final class Transcript {
    static final int MOST_LINES = 5_000;

    /** Who said a line. */
    public enum Speaker {
        CLIENT("C: "),
        SERVER("S: "),
        /** Nobody: TLS, a message that is not shown, or the end. */
        CONNECTION("* ");

        private final String sign;

        Speaker(String sign) {
            this.sign = sign;
        }
    }

    /** One line without its line end. */
    public record Line(Instant time, Speaker speaker, String text) {
        @Override
        public String toString() {
            return speaker.sign + text;
        }
    }

    private final int number;
    private final String client;
    private final Clock clock;
    private final Instant begun;
    private final List<Line> lines = new ArrayList<>();
    private Optional<Instant> ended = Optional.empty();

    Transcript(int number, String client, Clock clock) {
        this.number = number;
        this.client = client;
        this.clock = clock;
        this.begun = clock.instant();
    }

    synchronized void add(Speaker speaker, String text) {
        if (lines.size() < MOST_LINES) {
            keep(speaker, text);
        } else if (lines.size() == MOST_LINES) {
            keep(Speaker.CONNECTION, "more lines are not kept");
        }
    }

    private void keep(Speaker speaker, String text) {
        lines.add(new Line(clock.instant(), speaker, text));
    }

    synchronized void end() {
        ended = Optional.of(clock.instant());
        keep(Speaker.CONNECTION, "the connection is closed");
    }

    /** The number of the connection, from 1. */
    public int number() {
        return number;
    }

    /** The address and port of the client. */
    public String client() {
        return client;
    }

    public Instant begun() {
        return begun;
    }

    /** Empty as long as the connection is open. */
    public synchronized Optional<Instant> ended() {
        return ended;
    }

    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** What the client has sent. */
    public List<String> commands() {
        return lines().stream()
                .filter(line -> line.speaker() == Speaker.CLIENT)
                .map(Line::text)
                .toList();
    }

    /** A line about the connection, then all of them. */
    @Override
    public String toString() {
        return "# session " + number + " of " + client + " at " + begun + "\n"
                + lines().stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
