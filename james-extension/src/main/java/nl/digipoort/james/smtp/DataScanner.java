// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Decodes the octets of DATA (RFC 5321 section 4.5.2). Removes the dots that were added at the beginning of lines, and finds the end of the
 * message: only {@code CRLF.CRLF}, or {@code .CRLF} at the very start. A line begins only after CRLF. Lines may have any length and any
 * octet. A line feed without a carriage return is reported, because other software may take it for a line end, and so for the end of the
 * message. Not thread-safe.
 */
final class DataScanner {
    /** Receives the octets of the message. */
    interface Sink {
        void write(byte[] octets, int offset, int length);
    }

    private enum State {
        LINE_START,
        /** After a dot that began the line and is not part of the message. */
        DOT,
        /** After that dot and a carriage return, which is part of the message unless a line feed follows. */
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
     * @return whether the end was found; octets after it are left unread
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

    /** Returns the index after the end of the message, or 0 without an end. */
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
