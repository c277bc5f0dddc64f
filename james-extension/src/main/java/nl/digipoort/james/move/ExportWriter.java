// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.policy.AccountPolicy;
import org.apache.james.core.Username;

/**
 * Writes an export of accounts that are in no James. One that was aborted goes on: the accounts that are whole need not be written again. Not
 * thread-safe.
 */
public final class ExportWriter implements Closeable {
    private static final AccountLimitValues NO_LIMITS = AccountLimitValues.EMPTY;
    private static final String PORTABLE = "pbkdf2";

    private final ExportFolder folder;
    private final Progress progress;
    private final Map<Username, MovedAccount> accounts = new LinkedHashMap<>();

    private ExportWriter(ExportFolder folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Begins an export, or goes on with an aborted one, whose accounts that are not whole are removed.
     *
     * @throws MoveException if there is one of that name, or another process writes it
     */
    public static ExportWriter open(Path root) throws MoveException, IOException {
        ExportFolder folder = ExportFolder.beginOrGoOn(root);
        Progress progress = Progress.open(folder.progress());
        try {
            folder.removeMaildropsExcept(progress.before().keySet());
            return new ExportWriter(folder, progress);
        } catch (IOException | RuntimeException e) {
            progress.close();
            throw e;
        }
    }

    /** An account of an earlier run that has the messages with these unique-ids, each as it was written. */
    public Optional<MovedAccount> find(Username user, List<String> uniqueIds) {
        return Optional.ofNullable(progress.before().get(user)).filter(account -> hasMessages(account, uniqueIds));
    }

    private boolean hasMessages(MovedAccount account, List<String> uniqueIds) {
        try {
            return VerifiedExport.verify(account, folder.maildrop(account.user())).stream()
                    .map(MovedMessage::uniqueId)
                    .collect(Collectors.toList())
                    .equals(uniqueIds);
        } catch (MoveException e) {
            return false;
        }
    }

    /** Takes an account that {@link #find} has found. */
    public void keep(MovedAccount account) {
        accounts.put(account.user(), account);
    }

    /** Begins the maildrop of an account; what an earlier run has written of it is removed. */
    public MaildropWriter begin(Username user) throws IOException {
        folder.maildrop(user).remove();
        return MaildropWriter.begin(folder.maildrop(user));
    }

    /**
     * Ends an account.
     *
     * @param password one that is {@link PasswordHash#isPortable portable}
     * @param digests as {@link nl.digipoort.james.credential.CredentialRecords#toMove} writes them
     */
    public MovedAccount add(Username user, PasswordHash password, Optional<byte[]> digests, MaildropWriter maildrop)
            throws IOException {
        MovedAccount account =
                MovedAccount.of(user, password, digests, NO_LIMITS, AccountPolicy.EMPTY, maildrop.finish());
        progress.add(account);
        keep(account);
        return account;
    }

    /** Removes what is written of an account that has failed. */
    public void remove(Username user) throws IOException {
        folder.maildrop(user).remove();
        accounts.remove(user);
    }

    /**
     * Gives the folder its name.
     *
     * @param realm in which the digests were made
     * @param leftOut accounts and mail that the export does not have, in words
     */
    public void finish(String realm, List<String> leftOut) throws IOException {
        for (Username user : progress.before().keySet()) {
            if (!accounts.containsKey(user)) {
                folder.maildrop(user).remove();
            }
        }
        String lines = accounts.values().stream()
                .map(account -> account.write() + "\n")
                .collect(Collectors.joining());
        List<String> domains = accounts.keySet().stream()
                .flatMap(user -> user.getDomainPart().stream())
                .map(domain -> domain.asString())
                .distinct()
                .sorted()
                .collect(Collectors.toList());
        folder.finish(lines, "", Manifest.of(realm, PORTABLE, domains, leftOut, List.of(), lines, ""));
    }

    @Override
    public void close() throws IOException {
        progress.close();
    }
}
