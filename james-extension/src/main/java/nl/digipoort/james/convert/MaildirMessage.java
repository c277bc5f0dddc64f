// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/** A message in a file of its own. Immutable. */
final class MaildirMessage implements ForeignMessage {
    /** How the files begin that Dovecot's plugins compress or encrypt, as octets. */
    private static final byte[][] TRANSFORMED = {
        {0x1F, (byte) 0x8B},
        {'B', 'Z', 'h'},
        {(byte) 0xFD, '7', 'z', 'X', 'Z', 0},
        {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
        {'D', 'o', 'v', 'e', 'c', 'o', 't', '-', 'L', 'Z', '4', '\r'},
        {'C', 'R', 'Y', 'P', 'T', 'E', 'D', 3, 7}
    };

    private static final int LONGEST_BEGINNING = Arrays.stream(TRANSFORMED)
            .mapToInt(beginning -> beginning.length)
            .max()
            .getAsInt();

    private final Path file;
    private final String uniqueId;
    private final Instant cameAt;
    private final UniqueIdList list;

    private MaildirMessage(Path file, String uniqueId, Instant cameAt, UniqueIdList list) {
        this.file = file;
        this.uniqueId = uniqueId;
        this.cameAt = cameAt;
        this.list = list;
    }

    static MaildirMessage of(Path file, String uniqueId, UniqueIdList list, Instant now) throws IOException {
        Instant changed = UserFiles.regular(file).lastModifiedTime().toInstant();
        Instant named = MaildirName.time(file.getFileName().toString());
        boolean isNamed = !ArrivalTimes.canBe(changed, now) && ArrivalTimes.canBe(named, now);
        return new MaildirMessage(file, uniqueId, isNamed ? named : changed, list);
    }

    @Override
    public String uniqueId() {
        return uniqueId;
    }

    /** The time of the file; that of its name if the other cannot be. */
    @Override
    public Instant cameAt() {
        return cameAt;
    }

    /** @throws IOException also if the file is compressed or encrypted: only the server knows how to read it */
    @Override
    public InputStream open() throws IOException {
        BufferedInputStream content = new BufferedInputStream(Channels.newInputStream(UserFiles.open(file)));
        try {
            content.mark(LONGEST_BEGINNING);
            byte[] beginning = content.readNBytes(LONGEST_BEGINNING);
            content.reset();
            for (byte[] transformed : TRANSFORMED) {
                if (startsWith(beginning, transformed)) {
                    throw new IOException(file + " is compressed or encrypted: take pop3://");
                }
            }
            return list.onTheWire(content);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    private static boolean startsWith(byte[] octets, byte[] beginning) {
        return octets.length >= beginning.length
                && Arrays.mismatch(octets, 0, beginning.length, beginning, 0, beginning.length) < 0;
    }
}
