// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A maildrop in one session, which holds the server's lock on it: nobody changes it meanwhile. Not thread-safe. */
final class Pop3Maildrop implements ForeignMaildrop {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(?: .*)?");
    private static final int LARGEST_TOP = 64 * 1024;

    private final Pop3Connection connection;
    private final Clock clock;
    private Retrieval current = Retrieval.NONE;

    Pop3Maildrop(Pop3Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    @Override
    public List<ForeignMessage> messages() throws IOException, ConvertException {
        Map<String, String> sizes = listing("LIST");
        Map<String, String> uniqueIds = listing("UIDL");
        if (!sizes.keySet().equals(uniqueIds.keySet())) {
            throw new ConvertException("the server does not give a unique-id to each message");
        }
        List<Pop3Message> messages = new ArrayList<>();
        for (int number = 1; messages.size() < sizes.size(); number++) {
            String key = Integer.toString(number);
            if (number > 2 * sizes.size() + 1000) {
                throw new ConvertException("the server numbers its messages in a way that is not known here");
            }
            if (sizes.containsKey(key)) {
                messages.add(new Pop3Message(this, number, uniqueIds.get(key), octets(sizes.get(key))));
            }
        }
        return UniqueIds.verified(messages);
    }

    /** What stands behind the number of each message: of a unique-id no octet is left out. */
    private Map<String, String> listing(String command) throws IOException, ConvertException {
        connection.command(command);
        Map<String, String> listing = new HashMap<>();
        for (String line : connection.lines()) {
            int blank = line.indexOf(' ');
            if (blank < 0 || listing.put(line.substring(0, blank), line.substring(blank + 1)) != null) {
                throw new ConvertException("the server's " + command + " has \"" + Printable.of(line) + '"');
            }
        }
        return listing;
    }

    /** @param text which may say more behind the size (RFC 1939 section 5, LIST) */
    private static long octets(String text) throws ConvertException {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new ConvertException("the server gives a size \"" + Printable.of(text) + '"');
        }
        return Long.parseLong(size.group(1));
    }

    /** When a message came: its top is read, and kept for {@link #open}. */
    Instant cameAt(Pop3Message message) throws IOException {
        return retrieve(message).cameAt;
    }

    InputStream open(Pop3Message message) throws IOException {
        Retrieval retrieval = retrieve(message);
        current = retrieval.opened();
        return new PromisedInputStream(
                new SequenceInputStream(new ByteArrayInputStream(retrieval.top), retrieval.rest), message.octets());
    }

    private Retrieval retrieve(Pop3Message message) throws IOException {
        if (current.number != message.number()) {
            endCurrent();
            try {
                connection.command("RETR " + message.number());
            } catch (ConvertException e) {
                throw new IOException("message " + message.uniqueId() + ": " + e.getMessage(), e);
            }
            InputStream content = connection.content();
            byte[] top = MessageTop.read(content, LARGEST_TOP);
            current = new Retrieval(message.number(), top, content, ReceivedTime.of(top, clock.instant()));
        }
        return current;
    }

    private void endCurrent() throws IOException {
        current.rest.transferTo(OutputStream.nullOutputStream());
        current = Retrieval.NONE;
    }

    /** Nothing was deleted, so it does not matter whether the server hears of the end. */
    @Override
    public void close() {
        try (Pop3Connection last = connection) {
            last.hurry();
            if (current.rest.read() < 0) {
                last.command("QUIT");
            }
        } catch (IOException | ConvertException e) {
            // what was read is whole
        }
    }

    /** The message that is being read. */
    private static final class Retrieval {
        private static final Retrieval NONE =
                new Retrieval(0, new byte[0], InputStream.nullInputStream(), Instant.EPOCH);

        private final int number;
        private final byte[] top;
        private final InputStream rest;
        private final Instant cameAt;

        Retrieval(int number, byte[] top, InputStream rest, Instant cameAt) {
            this.number = number;
            this.top = top;
            this.rest = rest;
            this.cameAt = cameAt;
        }

        /** The same, to be read again by another RETR. */
        Retrieval opened() {
            return new Retrieval(0, new byte[0], rest, cameAt);
        }
    }
}
