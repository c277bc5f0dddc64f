// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import org.apache.james.protocols.api.Response;

/**
 * A one-line reply: a status line (RFC 1939 section 3) or a challenge (RFC 5034 section 4), and what happens to the connection afterwards.
 * Only the writer of replies adds CRLF. Immutable.
 */
public final class Reply extends Answer {
    /** What happens to the connection once the reply has been written. */
    public enum Afterwards {
        GO_ON,
        START_TLS,
        CLOSE
    }

    static final String OK = "+OK";
    private static final String ERR = "-ERR";
    static final String CHALLENGE = "+";

    private final String indicator;
    private final String statusLine;
    private final Afterwards afterwards;

    private Reply(String indicator, String statusLine, Afterwards afterwards) {
        this.indicator = indicator;
        this.statusLine = statusLine;
        this.afterwards = afterwards;
    }

    public static Reply ok() {
        return ok("");
    }

    public static Reply ok(String text) {
        return new Reply(OK, statusLine(OK, text), Afterwards.GO_ON);
    }

    public static Reply error(String text) {
        return new Reply(ERR, statusLine(ERR, text), Afterwards.GO_ON);
    }

    public static Reply error(ResponseCode code, String text) {
        return error(code.wire() + " " + text);
    }

    /** A SASL challenge: a whole line, "+ " and base64 (RFC 5034 section 4). */
    public static Reply challenge(String line) {
        return new Reply(CHALLENGE, line, Afterwards.GO_ON);
    }

    static Reply of(Response response) {
        String text = response.getLines().stream()
                .findFirst()
                .map(CharSequence::toString)
                .orElse("");
        String withoutIndicator = text.substring(Math.min(text.length(), text.indexOf(' ') + 1));
        Reply reply = OK.equals(response.getRetCode()) ? ok(withoutIndicator) : error(withoutIndicator);
        return response.isEndSession() ? reply.thenClose() : reply;
    }

    static String statusLine(String indicator, String text) {
        return text.isEmpty() ? indicator : indicator + " " + text;
    }

    /** The same reply, after which the server closes the connection. */
    public Reply thenClose() {
        return new Reply(indicator, statusLine, Afterwards.CLOSE);
    }

    /** The same reply, after which TLS begins. */
    public Reply thenStartTls() {
        return new Reply(indicator, statusLine, Afterwards.START_TLS);
    }

    public Afterwards afterwards() {
        return afterwards;
    }

    @Override
    public String statusLine() {
        return statusLine;
    }

    @Override
    public String getRetCode() {
        return indicator;
    }

    @Override
    public boolean isEndSession() {
        return afterwards == Afterwards.CLOSE;
    }

    @Override
    public void passTo(Taker taker) {
        taker.take(this);
    }
}
