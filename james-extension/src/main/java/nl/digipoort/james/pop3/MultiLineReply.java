// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A positive reply of several lines (RFC 1939 section 3). Its body is read while it is sent. Only the writer of replies adds CRLF,
 * dot-stuffing and the closing ".".
 */
public final class MultiLineReply extends Answer {
    private final String statusLine;
    private final ReplyBody body;

    private MultiLineReply(String text, ReplyBody body) {
        this.statusLine = Reply.statusLine(Reply.OK, text);
        this.body = body;
    }

    /** The reply owns the body from now on. */
    public static MultiLineReply of(String text, ReplyBody body) {
        return new MultiLineReply(text, body);
    }

    /** A reply of a few lines, each given without CRLF. */
    public static MultiLineReply of(String text, List<String> lines) {
        String joined = lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n";
        ByteArrayInputStream stream = new ByteArrayInputStream(joined.getBytes(StandardCharsets.US_ASCII));
        return of(text, () -> stream);
    }

    @Override
    public String statusLine() {
        return statusLine;
    }

    public ReplyBody body() {
        return body;
    }

    @Override
    public String getRetCode() {
        return Reply.OK;
    }

    @Override
    public void passTo(Taker taker) {
        taker.take(this);
    }

    @Override
    public void close() {
        body.close();
    }
}
