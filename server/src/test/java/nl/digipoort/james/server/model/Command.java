// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.List;

/**
 * One command of a session and its answer.
 *
 * @param number of the message, or 0
 * @param answer the first line, or empty if there was none
 * @param lines of UIDL and LIST
 * @param content of RETR, if all of it came
 */
public record Command(
        Kind kind, int number, Span span, Outcome outcome, String answer, List<String> lines, Content content) {
    /** The commands that a client of the model check sends; LOGIN is all that leads to the answer to PASS. */
    public enum Kind {
        LOGIN,
        STAT,
        LIST,
        UIDL,
        RETR,
        DELE,
        RSET,
        QUIT
    }

    public Command {
        lines = List.copyOf(lines);
    }

    boolean is(Kind that) {
        return kind == that;
    }

    /** Whether it is this command and the server said yes. */
    boolean isDone(Kind that) {
        return kind == that && outcome == Outcome.OK;
    }
}
