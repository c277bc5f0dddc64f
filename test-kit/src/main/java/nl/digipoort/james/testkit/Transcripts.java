// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The transcripts of the last connections. Thread-safe. */
final class Transcripts {
    private static final int MOST = 500;

    private final Clock clock;
    private final Deque<Transcript> transcripts = new ArrayDeque<>();
    /** Passwords, which a client may also send in the place of its name. */
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    private int count;

    Transcripts(Clock clock) {
        this.clock = clock;
    }

    synchronized Transcript begin(String client) {
        count++;
        Transcript transcript = new Transcript(count, client, clock);
        transcripts.add(transcript);
        if (transcripts.size() > MOST) {
            transcripts.remove();
        }
        return transcript;
    }

    void strikeOut(String secret) {
        secrets.add(secret);
    }

    /** What a transcript shows of a line that is no part of a SASL exchange. */
    ClientLine shown(String line) {
        return ClientLine.of(line, secrets);
    }

    synchronized List<Transcript> all() {
        return List.copyOf(transcripts);
    }

    synchronized void clear() {
        transcripts.clear();
    }
}
