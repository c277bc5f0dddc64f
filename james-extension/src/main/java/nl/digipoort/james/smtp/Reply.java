// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.List;

/** One reply, with its enhanced status code (RFC 2034, RFC 3463) if it has one. Immutable; ASCII. */
final class Reply {
    /** What the connection does after the reply is written. */
    enum Afterwards {
        NEXT_COMMAND,
        RECEIVE_DATA,
        START_TLS,
        CLOSE
    }

    static final Reply OK = of(250, "2.0.0", "OK");
    static final Reply UNKNOWN_COMMAND = of(500, "5.5.1", "Unknown command");
    static final Reply SYNTAX = of(500, "5.5.2", "Syntax error");
    static final Reply TOO_LONG = of(500, "5.5.2", "Line too long");
    static final Reply BUSY =
            of(421, "4.3.2", "Server is busy or stopping, try again later").then(Afterwards.CLOSE);
    static final Reply TROUBLE = of(451, "4.3.0", "Temporary failure, try again later");
    static final Reply NO_ROOM = of(452, "4.3.1", "Not enough storage, try again later");

    private static final int TEMPORARY = 400;
    private static final int PERMANENT = 500;

    private final int code;
    private final List<String> lines;
    private final Afterwards afterwards;

    private Reply(int code, List<String> lines, Afterwards afterwards) {
        this.code = code;
        this.lines = lines;
        this.afterwards = afterwards;
    }

    static Reply of(int code, String enhanced, String text) {
        return lines(code, List.of(enhanced + " " + text));
    }

    /** A reply without an enhanced code: greetings and 354. */
    static Reply lines(int code, List<String> lines) {
        return new Reply(code, List.copyOf(lines), Afterwards.NEXT_COMMAND);
    }

    Reply then(Afterwards next) {
        return new Reply(code, lines, next);
    }

    Afterwards afterwards() {
        return afterwards;
    }

    boolean isRefusal() {
        return code >= TEMPORARY;
    }

    boolean isPermanentRefusal() {
        return code >= PERMANENT;
    }

    /** The reply as it is sent, with its line ends. */
    String wire() {
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            wire.append(code)
                    .append(i < lines.size() - 1 ? '-' : ' ')
                    .append(lines.get(i))
                    .append("\r\n");
        }
        return wire.toString();
    }

    @Override
    public String toString() {
        return code + " " + lines.get(0);
    }
}
