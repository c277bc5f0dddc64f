// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;

/**
 * The folder of one maildrop, {@code DOMAIN/LOCALPART}: a Maildir that Dovecot can read, and beside it what is known of each message. What is
 * not safe in a file name is written as {@code %} and two hexadecimal digits. Immutable.
 */
final class MaildropFolder {
    private static final String SAFE = "abcdefghijklmnopqrstuvwxyz0123456789-_+@=";

    private final Path folder;

    private MaildropFolder(Path folder) {
        this.folder = folder;
    }

    static MaildropFolder in(Path root, Username user) {
        String domain = user.getDomainPart().map(Domain::asString).orElse("-");
        return new MaildropFolder(root.resolve(safe(domain)).resolve(safe(user.getLocalPart())));
    }

    private static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            if (SAFE.indexOf(character) >= 0 || (character == '.' && safe.length() > 0)) {
                safe.append(character);
            } else {
                safe.append(String.format(Locale.ROOT, "%%%02X", (int) character));
            }
        }
        return safe.toString();
    }

    void create() throws IOException {
        for (String name : new String[] {"new", "tmp", "cur"}) {
            Durable.folder(maildir().resolve(name));
        }
    }

    Path home() {
        return folder;
    }

    Path maildir() {
        return folder.resolve("Maildir");
    }

    /** What is known of each message, in their order. */
    Path messages() {
        return folder.resolve("messages.jsonl");
    }

    /** Dovecot's list of the same. */
    Path uidList() {
        return maildir().resolve("dovecot-uidlist");
    }

    /** @param name as in {@link MovedMessage}, without Dovecot's flags */
    Path message(String name) {
        return maildir().resolve("cur").resolve(name + ":2,");
    }

    /** A message whose name is not known yet. */
    Path unnamed() {
        return maildir().resolve("tmp").resolve("unnamed");
    }

    /** Removes the folder with all that is in it, if it is there. */
    void remove() throws IOException {
        if (Files.exists(folder)) {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    void sync() throws IOException {
        Durable.sync(maildir().resolve("cur"));
        Durable.sync(maildir());
        Durable.sync(folder);
        Durable.sync(folder.getParent());
    }
}
