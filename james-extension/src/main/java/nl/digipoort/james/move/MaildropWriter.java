// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.digipoort.james.maildrop.KeptUniqueIds;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** Writes the folder of one maildrop, one message after the other. Not thread-safe. */
public final class MaildropWriter {
    private final MaildropFolder folder;
    private final List<MovedMessage> messages = new ArrayList<>();
    private final Set<String> uniqueIds = new HashSet<>();

    private MaildropWriter(MaildropFolder folder) {
        this.folder = folder;
    }

    static MaildropWriter begin(MaildropFolder folder) throws IOException {
        folder.create();
        return new MaildropWriter(folder);
    }

    /**
     * Writes the next message.
     *
     * @param content the octets that RETR sends, before dot-stuffing
     * @return how many they were
     * @throws MoveException if the unique-id is none of RFC 1939, or another message has it, or if the time is before 1970
     */
    public long add(String uniqueId, Instant cameAt, InputStream content) throws IOException, MoveException {
        if (!KeptUniqueIds.isAllowed(uniqueId)) {
            throw new MoveException("no unique-id of RFC 1939: \"" + uniqueId + '"');
        }
        if (!uniqueIds.add(uniqueId)) {
            throw new MoveException("two of its messages have the unique-id " + uniqueId);
        }
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        Path unnamed = folder.unnamed();
        Durable.write(unnamed, new BufferedInputStream(new DigestInputStream(content, sha256)));
        long octets = Files.size(unnamed);
        String name = String.format(
                Locale.ROOT,
                "%d.M%d.digipoort,S=%d,W=%d",
                cameAt.getEpochSecond(),
                messages.size() + 1,
                octets,
                octets);
        Files.setLastModifiedTime(unnamed, FileTime.from(cameAt));
        Files.move(unnamed, folder.message(name));
        String digest = Hex.encodeHexString(sha256.digest());
        // an import would refuse the whole folder for one message that it cannot read
        messages.add(MovedMessage.parse(new MovedMessage(name, uniqueId, octets, digest, cameAt).write()));
        return octets;
    }

    /** @return the messages in their order */
    List<MovedMessage> finish() throws IOException {
        Durable.write(folder.messages(), lines(messages));
        Durable.write(folder.uidList(), uidList(messages));
        folder.sync();
        return List.copyOf(messages);
    }

    static String lines(List<MovedMessage> messages) {
        return messages.stream().map(message -> message.write() + "\n").collect(Collectors.joining());
    }

    /** Version 3 of Dovecot's list: uids from 1, each message's unique-id behind P. */
    private static String uidList(List<MovedMessage> messages) {
        StringBuilder list = new StringBuilder();
        long validity =
                messages.isEmpty() ? 1 : Math.max(1, messages.get(0).cameAt().getEpochSecond());
        list.append("3 V").append(validity).append(" N").append(messages.size() + 1);
        list.append(" G").append(UUID.randomUUID().toString().replace("-", "")).append('\n');
        for (int i = 0; i < messages.size(); i++) {
            MovedMessage message = messages.get(i);
            list.append(i + 1).append(" P").append(message.uniqueId());
            list.append(" :").append(message.file()).append('\n');
        }
        return list.toString();
    }
}
