// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import nl.digipoort.james.credential.MovedRecord;
import nl.digipoort.james.credential.ScramKeys;
import org.apache.commons.codec.binary.Hex;
import org.apache.james.core.Username;

/**
 * The accounts of an export as Dovecot's passwd-files. An account has one password in such a file, so there are two: one with {@code
 * SCRAM-SHA-256} where there is, and one with {@code DIGEST-MD5} only. Not thread-safe.
 */
final class DovecotPasswd {
    private static final String SCRAM = "{SCRAM-SHA-256}";
    private static final String DIGEST = "{DIGEST-MD5}";

    private final ExportFolder folder;
    private final StringBuilder all = new StringBuilder();
    private final StringBuilder digests = new StringBuilder();

    DovecotPasswd(ExportFolder folder) {
        this.folder = folder;
    }

    /**
     * Adds an account that Dovecot can let in as it may log in here: without a policy of its own, with a record, and with a name and a folder
     * that are possible in such a file.
     *
     * @return why it is in no file
     */
    Optional<String> add(MovedAccount account) {
        if (!account.policy().isEmpty()) {
            return Optional.of("which has a policy of its own (" + account.policy() + "): there it could do more");
        }
        return canLogIn(account) ? Optional.empty() : Optional.of("which needs a new password there");
    }

    private boolean canLogIn(MovedAccount account) {
        String fields = "::::" + folder.finishedMaildrop(account.user()).home() + "::userdb_mail=maildir:~/Maildir\n";
        Optional<byte[]> record = account.digests();
        if (record.isEmpty() || !isPossible(account.user(), fields)) {
            return false;
        }
        try (MovedRecord read = MovedRecord.parse(record.get())) {
            Optional<String> scram = read.scram().map(DovecotPasswd::scram);
            Optional<String> digest =
                    read.digest(account.user().getLocalPart(), account.user()).map(DovecotPasswd::digest);
            scram.or(() -> digest).ifPresent(password -> append(all, account, password, fields));
            digest.ifPresent(password -> append(digests, account, password, fields));
            return scram.isPresent() || digest.isPresent();
        } finally {
            Arrays.fill(record.get(), (byte) 0);
        }
    }

    private static boolean isPossible(Username user, String fields) {
        boolean hasOneColonMore =
                fields.chars().filter(character -> character == ':').count() > 7;
        return !hasOneColonMore
                && (user.asString() + fields.strip()).codePoints().noneMatch(Character::isISOControl)
                && user.asString().indexOf(':') < 0
                && !user.asString().startsWith("#");
    }

    private static void append(StringBuilder file, MovedAccount account, String password, String fields) {
        file.append(account.user().asString()).append(':').append(password).append(fields);
    }

    private static String scram(ScramKeys keys) {
        Base64.Encoder base64 = Base64.getEncoder();
        try {
            return SCRAM + keys.iterations() + "," + base64.encodeToString(keys.salt()) + ","
                    + base64.encodeToString(keys.storedKey()) + "," + base64.encodeToString(keys.serverKey());
        } finally {
            keys.erase();
        }
    }

    private static String digest(byte[] digest) {
        try {
            return DIGEST + Hex.encodeHexString(digest);
        } finally {
            Arrays.fill(digest, (byte) 0);
        }
    }

    /** With SCRAM-SHA-256, for accounts without it with DIGEST-MD5. */
    String all() {
        return all.toString();
    }

    /** With DIGEST-MD5. */
    String digests() {
        return digests.toString();
    }
}
