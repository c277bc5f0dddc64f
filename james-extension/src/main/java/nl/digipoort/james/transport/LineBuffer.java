// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * Cuts what a client sends into lines, one at a time and each with its own length limit, since a SASL response may be longer
 * than a command. A line ends in CRLF or LF. What is too long is thrown away up to its end, so that the next line is a
 * command again. Not thread-safe.
 */
public final class LineBuffer {
    /** What the buffer has to give. */
    public enum Kind {
        /** Nothing yet: more octets are needed. */
        INCOMPLETE,
        LINE,
        TOO_LONG,
        /** Far more than any line without a line end: nothing that a client sends. */
        JUNK
    }

    /** One thing that the buffer gave; only a LINE has octets, without the line end. */
    public static final class Item {
        private static final Item INCOMPLETE = new Item(Kind.INCOMPLETE, null);
        private static final Item TOO_LONG = new Item(Kind.TOO_LONG, null);
        private static final Item JUNK = new Item(Kind.JUNK, null);

        private final Kind kind;
        private final byte[] octets;

        private Item(Kind kind, byte[] octets) {
            this.kind = kind;
            this.octets = octets;
        }

        public Kind kind() {
            return kind;
        }

        public byte[] octets() {
            return Optional.ofNullable(octets).orElseThrow();
        }
    }

    /** Octets without a line end after which the client is given up. */
    static final int JUNK_LIMIT = 64 * 1024;

    private final ByteBuf pending = Unpooled.buffer(512);
    private int discarded;

    /** Takes the octets over; the buffer handed in is still the caller's. */
    public void append(ByteBuf octets) {
        pending.discardReadBytes();
        pending.writeBytes(octets);
    }

    /** Octets that wait. */
    public int size() {
        return pending.readableBytes();
    }

    /** Whether these are the next octets, at the begin of a line. */
    boolean beginsWith(byte[] octets) {
        if (discarded > 0 || pending.readableBytes() < octets.length) {
            return false;
        }
        int start = pending.readerIndex();
        for (int i = 0; i < octets.length; i++) {
            if (pending.getByte(start + i) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Gives the next line.
     *
     * @param limit the longest line allowed in octets, its line end included
     */
    public Item next(int limit) {
        int length = pending.bytesBefore((byte) '\n') + 1;
        if (length == 0) {
            return incomplete(limit);
        }
        if (discarded + length > limit) {
            discarded = 0;
            forget(length);
            return Item.TOO_LONG;
        }
        byte[] line = ByteBufUtil.getBytes(pending, pending.readerIndex(), lengthWithoutEnd(length));
        forget(length);
        return new Item(Kind.LINE, line);
    }

    /** Passes over octets and overwrites them: a line may hold a password. */
    private void forget(int octets) {
        pending.setZero(pending.readerIndex(), octets);
        pending.skipBytes(octets);
    }

    /** Gives all octets that wait, which are no lines; the caller releases them. */
    public ByteBuf takeAll() {
        ByteBuf all = Unpooled.copiedBuffer(pending);
        clear();
        return all;
    }

    /** Forgets everything. */
    public void clear() {
        pending.setZero(0, pending.capacity());
        pending.clear();
        discarded = 0;
    }

    private Item incomplete(int limit) {
        if (discarded + pending.readableBytes() > limit) {
            discarded += pending.readableBytes();
            forget(pending.readableBytes());
            pending.clear();
        }
        return discarded > JUNK_LIMIT ? Item.JUNK : Item.INCOMPLETE;
    }

    private int lengthWithoutEnd(int length) {
        boolean crlf = length > 1 && pending.getByte(pending.readerIndex() + length - 2) == '\r';
        return crlf ? length - 2 : length - 1;
    }
}
