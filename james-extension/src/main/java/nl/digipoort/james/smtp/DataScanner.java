// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Takes the octets of DATA apart (RFC 5321 section 4.5.2): gives the message without the dots that were added at the beginnings of
 * lines, and finds its end, which is {@code CRLF.CRLF} and nothing else, or {@code .CRLF} at once. A line begins behind CRLF only. Lines
 * may be of any length and hold any octet; a line feed without a carriage return is reported, since others may take it for a line
 * end, and so for the end of another message. Not thread-safe.
 */
final class DataScanner {
    /** Where the octets of the message go. */
    interface Sink {
        void write(byte[] octets, int offset, int length);
    }

    private enum State {
        LINE_START,
        /** Behind a dot that began the line and is not part of the message. */
        DOT,
        /** Behind that and a carriage return, which is part of the message unless a line feed follows. */
        DOT_CR,
        TEXT,
        CR
    }

    private static final int CHUNK = 8 * 1024;
    private static final byte[] CARRIAGE_RETURN = {'\r'};

    private final Sink sink;
    private final byte[] chunk = new byte[CHUNK];
    private State state = State.LINE_START;
    private boolean bareLineFeed;

    DataScanner(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads the octets up to the end of the message.
     *
     * @return whether the end was there; what follows it is left unread
     */
    boolean scan(ByteBuf octets) {
        while (octets.isReadable()) {
            int count = Math.min(octets.readableBytes(), CHUNK);
            octets.readBytes(chunk, 0, count);
            int end = scanChunk(count);
            if (end > 0) {
                octets.readerIndex(octets.readerIndex() - count + end);
                return true;
            }
        }
        return false;
    }

    boolean sawBareLineFeed() {
        return bareLineFeed;
    }

    /** Gives the index behind the end of the message, or 0. */
    private int scanChunk(int count) {
        if (state == State.DOT_CR && chunk[0] != '\n') {
            sink.write(CARRIAGE_RETURN, 0, 1);
            state = State.CR;
        }
        int from = 0;
        int i = 0;
        while (i < count) {
            switch (state) {
                case LINE_START:
                    if (chunk[i] == '.') {
                        write(from, i);
                        i++;
                        from = i;
                        state = State.DOT;
                    } else {
                        state = State.TEXT;
                    }
                    break;
                case DOT:
                    state = chunk[i] == '\r' ? State.DOT_CR : State.TEXT;
                    i += state == State.DOT_CR ? 1 : 0;
                    break;
                case DOT_CR:
                    if (chunk[i] == '\n') {
                        return i + 1;
                    }
                    state = State.CR;
                    break;
                case CR:
                    state = chunk[i] == '\n' ? State.LINE_START : State.TEXT;
                    i += state == State.LINE_START ? 1 : 0;
                    break;
                default:
                    i = nextLineEnd(i, count);
                    if (i < count) {
                        bareLineFeed |= chunk[i] == '\n';
                        state = chunk[i] == '\r' ? State.CR : State.TEXT;
                        i++;
                    }
            }
        }
        write(from, state == State.DOT_CR ? count - 1 : count);
        return 0;
    }

    private int nextLineEnd(int from, int count) {
        int i = from;
        while (i < count && chunk[i] != '\r' && chunk[i] != '\n') {
            i++;
        }
        return i;
    }

    private void write(int from, int to) {
        if (to > from) {
            sink.write(chunk, from, to - from);
        }
    }
}
