// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The places of the messages in an mbox, found as Dovecot finds them: a message ends before the line end that is followed by a
 * {@link FromLine}, or where its {@code Content-Length} says if there is one. Not thread-safe.
 */
final class MboxFile {
    private final Path file;
    private final FileChannel channel;
    private final ZoneId zone;
    private InputStream in;
    /** Of the next octet. */
    private long position;

    private MboxFile(Path file, FileChannel channel, ZoneId zone) {
        this.file = file;
        this.channel = channel;
        this.zone = zone;
    }

    static List<MboxPart> read(Path file, ZoneId zone) throws IOException, ConvertException {
        try (FileChannel channel = UserFiles.open(file)) {
            return new MboxFile(file, channel, zone).parts();
        }
    }

    private List<MboxPart> parts() throws IOException, ConvertException {
        List<MboxPart> parts = new ArrayList<>();
        seek(0);
        Optional<String> line = line();
        while (line.isPresent() && line.get().strip().isEmpty() && parts.isEmpty()) {
            line = line();
        }
        Optional<Instant> cameAt = line.flatMap(text -> FromLine.time(text, zone));
        if (line.isPresent() && cameAt.isEmpty()) {
            throw new ConvertException(file + " is no mbox: it does not begin with a line \"From \"");
        }
        while (cameAt.isPresent()) {
            MboxPart.Header header = new MboxPart.Header();
            long begin = position;
            cameAt = message(parts, begin, header, cameAt.get());
        }
        return parts;
    }

    /** Reads one message behind its {@link FromLine}; returns the time of the next one. */
    private Optional<Instant> message(List<MboxPart> parts, long begin, MboxPart.Header header, Instant cameAt)
            throws IOException {
        // where the last line ended without its line end
        long end = begin;
        boolean inHeader = true;
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            Optional<Instant> next =
                    line.get().startsWith("From ") ? FromLine.time(line.get(), zone) : Optional.empty();
            if (next.isPresent()) {
                parts.add(header.part(begin, end, cameAt));
                return next;
            }
            if (inHeader && line.get().isEmpty()) {
                inHeader = false;
                Optional<Instant> promised = jump(header);
                if (promised.isPresent()) {
                    parts.add(header.part(begin, header.bodyEnd(), cameAt));
                    return promised;
                }
            } else if (inHeader) {
                header.add(line.get());
            }
            end = lineEnd;
        }
        parts.add(header.part(begin, end, cameAt));
        return Optional.empty();
    }

    /** Goes behind the {@link FromLine} that stands where the header's {@code Content-Length} says; stays if there is none. */
    private Optional<Instant> jump(MboxPart.Header header) throws IOException {
        long body = position;
        long length = header.contentLength();
        if (length >= 0 && length < channel.size() - body) {
            header.bodyEnds(body + length);
            seek(body + length);
            Optional<String> blank = line();
            if (blank.isPresent() && blank.get().isEmpty()) {
                Optional<Instant> time = line().flatMap(text -> FromLine.time(text, zone));
                if (time.isPresent()) {
                    return time;
                }
            }
            seek(body);
        }
        return Optional.empty();
    }

    /** Where the line end of the last line begins. */
    private long lineEnd;

    private void seek(long to) throws IOException {
        channel.position(to);
        in = new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024);
        position = to;
    }

    /** The beginning of the next line, without its end; empty at the end of the file. */
    private Optional<String> line() throws IOException {
        ByteBuffer line = ByteBuffer.allocate(FromLine.LONGEST);
        int last = -1;
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        while (octet >= 0 && octet != '\n') {
            position++;
            if (line.hasRemaining()) {
                line.put((byte) octet);
            }
            last = octet;
            octet = in.read();
        }
        lineEnd = last == '\r' && octet == '\n' ? position - 1 : position;
        if (octet == '\n') {
            position++;
        }
        String text = new String(line.array(), 0, line.position(), StandardCharsets.ISO_8859_1);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
