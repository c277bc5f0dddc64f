// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of one message in an mbox, and the numbers that its header has for it. Immutable. */
final class MboxPart {
    private final long begin;
    private final long end;
    private final Instant cameAt;
    private final Header header;

    private MboxPart(long begin, long end, Instant cameAt, Header header) {
        this.begin = begin;
        this.end = end;
        this.cameAt = cameAt;
        this.header = header;
    }

    long begin() {
        return begin;
    }

    long end() {
        return end;
    }

    Instant cameAt() {
        return cameAt;
    }

    /** {@code X-UID}. */
    OptionalLong uid() {
        return header.uid;
    }

    /** The UIDVALIDITY of {@code X-IMAPbase} or {@code X-IMAP}. */
    OptionalLong validity() {
        return header.validity;
    }

    /** The last uid of {@code X-IMAPbase} or {@code X-IMAP}. */
    long lastUid() {
        return header.lastUid;
    }

    /** Whether the server has marked it as one that it has seen ({@code O}): its {@link #uid} may be the sender's otherwise. */
    boolean isMarked() {
        return header.marked;
    }

    /** Whether it is no message but the data of a mail program: no client sees it. */
    boolean isInternalData() {
        return header.internalData;
    }

    /** The fields of one header that are read. */
    static final class Header {
        private static final Pattern BASE = Pattern.compile("x-imap(base)?: *(\\d{1,10})\\s+(\\d{1,10})(?:\\s.*)?");
        private static final Pattern UID = Pattern.compile("x-uid: *(\\d{1,10})\\s*");
        private static final Pattern MARK = Pattern.compile("status: *[a-z]*o[a-z]*\\s*");
        private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d{1,18})\\s*");

        private OptionalLong uid = OptionalLong.empty();
        private OptionalLong validity = OptionalLong.empty();
        private long lastUid;
        private boolean internalData;
        private boolean marked;
        private long contentLength = -1;
        private long bodyEnd;

        void add(String line) {
            String lower = line.toLowerCase(Locale.ROOT);
            Matcher base = BASE.matcher(lower);
            if (base.matches() && validity.isEmpty()) {
                validity = OptionalLong.of(Long.parseLong(base.group(2)));
                lastUid = Long.parseLong(base.group(3));
                internalData = base.group(1) == null;
            }
            Matcher number = UID.matcher(lower);
            if (number.matches() && uid.isEmpty()) {
                uid = OptionalLong.of(Long.parseLong(number.group(1)));
            }
            marked |= MARK.matcher(lower).matches();
            Matcher length = LENGTH.matcher(lower);
            if (length.matches() && contentLength < 0) {
                contentLength = Long.parseLong(length.group(1));
            }
        }

        long contentLength() {
            return contentLength;
        }

        void bodyEnds(long position) {
            bodyEnd = position;
        }

        long bodyEnd() {
            return bodyEnd;
        }

        MboxPart part(long begin, long end, Instant cameAt) {
            return new MboxPart(begin, end, cameAt, this);
        }
    }
}
