// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Username;

/**
 * An export of which every file is as it was written. The chain of hashes goes from the manifest to the list of accounts, from there to the
 * list of each maildrop's messages, and from there to the messages. Immutable.
 */
final class VerifiedExport {
    private final ExportFolder folder;
    private final Manifest manifest;
    private final List<MovedAccount> accounts;

    private VerifiedExport(ExportFolder folder, Manifest manifest, List<MovedAccount> accounts) {
        this.folder = folder;
        this.manifest = manifest;
        this.accounts = accounts;
    }

    /** @throws MoveException naming the first file that is not as it was written */
    static VerifiedExport read(ExportFolder folder) throws MoveException {
        Manifest manifest = parse(folder.manifest(), Manifest::parse, text(folder.manifest()));
        require(folder.accounts(), manifest.accountsSha256());
        require(folder.rewriting(), manifest.rewritingSha256());
        List<MovedAccount> accounts = new ArrayList<>();
        Set<Username> users = new HashSet<>();
        for (String line : lines(folder.accounts())) {
            MovedAccount account = parse(folder.accounts(), MovedAccount::parse, line);
            if (!users.add(account.user())) {
                throw new MoveException(folder.accounts() + ": " + account + " is there twice");
            }
            verify(account, folder.maildrop(account.user()));
            accounts.add(account);
        }
        return new VerifiedExport(folder, manifest, List.copyOf(accounts));
    }

    /**
     * @return the messages of a maildrop
     * @throws MoveException if a file of it is not as it was written
     */
    static List<MovedMessage> verify(MovedAccount account, MaildropFolder maildrop) throws MoveException {
        require(maildrop.messages(), account.sha256());
        Set<String> uniqueIds = new HashSet<>();
        long octets = 0;
        List<MovedMessage> messages = messages(maildrop);
        for (MovedMessage message : messages) {
            if (!uniqueIds.add(message.uniqueId())) {
                throw new MoveException(maildrop.messages() + ": " + message.uniqueId() + " is there twice");
            }
            require(maildrop.message(message.file()), message.sha256());
            octets += message.octets();
        }
        if (uniqueIds.size() != account.messages() || octets != account.octets()) {
            throw new MoveException(maildrop.messages() + " has not the messages that the account has");
        }
        return messages;
    }

    private static List<MovedMessage> messages(MaildropFolder maildrop) throws MoveException {
        List<MovedMessage> messages = new ArrayList<>();
        for (String line : lines(maildrop.messages())) {
            messages.add(parse(maildrop.messages(), MovedMessage::parse, line));
        }
        return messages;
    }

    private static void require(Path file, String sha256) throws MoveException {
        String found;
        try {
            found = Digest.of(file);
        } catch (IOException e) {
            throw new MoveException(file + " cannot be read: " + e, e);
        }
        if (!found.equals(sha256)) {
            throw new MoveException(file + " is not what was exported: its SHA-256 is another one");
        }
    }

    private static List<String> lines(Path file) throws MoveException {
        return text(file).lines().collect(Collectors.toList());
    }

    private static String text(Path file) throws MoveException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MoveException(file + " cannot be read: " + e, e);
        }
    }

    private static <T> T parse(Path file, Parser<T> parser, String text) throws MoveException {
        try {
            return parser.parse(text);
        } catch (MoveException e) {
            throw new MoveException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    Manifest manifest() {
        return manifest;
    }

    List<MovedAccount> accounts() {
        return accounts;
    }

    /** One line for each mapping of addresses. */
    List<String> rewriting() throws MoveException {
        return lines(folder.rewriting());
    }

    MaildropFolder maildrop(MovedAccount account) {
        return folder.maildrop(account.user());
    }

    List<MovedMessage> messages(MovedAccount account) throws MoveException {
        return messages(maildrop(account));
    }

    private interface Parser<T> {
        T parse(String text) throws MoveException;
    }
}
