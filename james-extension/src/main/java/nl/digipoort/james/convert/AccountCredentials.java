// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import nl.digipoort.james.credential.MovedRecord;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.ScramKeys;
import nl.digipoort.james.move.MovedAccount;

/** Makes of the credential of another server what a server here verifies logins against. Thread-safe. */
final class AccountCredentials {
    private final String realm;
    private final boolean takesAccountsWithoutPassword;
    private final SecureRandom random;

    /** @param realm of DIGEST-MD5 at the new server */
    AccountCredentials(String realm, boolean takesAccountsWithoutPassword, SecureRandom random) {
        this.realm = realm;
        this.takesAccountsWithoutPassword = takesAccountsWithoutPassword;
        this.random = random;
    }

    /** @throws ConvertException if nobody could log in to the account */
    void requireUsable(ForeignAccount account) throws ConvertException {
        boolean isAllowed = account.credential().use() != ForeignCredential.Use.NONE && takesAccountsWithoutPassword;
        if (!isOfUse(account) && !isAllowed) {
            throw new ConvertException(obstacle(account));
        }
    }

    private boolean isOfUse(ForeignAccount account) {
        boolean isDigest = account.credential().digest().isPresent();
        return account.credential().use() == ForeignCredential.Use.LOGIN
                && (!isDigest || DigestName.of(account, realm).isOf(realm));
    }

    private String obstacle(ForeignAccount account) {
        String obstacle = account.credential().obstacle();
        return obstacle.isEmpty()
                ? "its {DIGEST-MD5} is of the realm "
                        + DigestName.of(account, realm).realm() + ", and the realm here is " + realm
                : obstacle;
    }

    PasswordHash hash(ForeignAccount account) {
        return withPassword(account, password -> PasswordHash.derive(account.user(), password))
                .orElseGet(() -> PasswordHash.unusable(random));
    }

    /** The record of the account, which the caller closes. */
    Optional<MovedRecord> record(ForeignAccount account) {
        return withPassword(account, password -> record(account, password, ScramKeys.derive(password, random)))
                .or(() -> withoutPassword(account));
    }

    /** Whether an account of an earlier run was made of the same credential. */
    boolean isSame(ForeignAccount account, MovedAccount before) {
        Optional<byte[]> written = before.digests();
        if (written.isEmpty()) {
            return !isOfUse(account) && !before.hasPassword();
        }
        try (MovedRecord earlier = MovedRecord.parse(written.get());
                MovedRecord now = withPassword(account, password -> record(account, password, earlier.scram()))
                        .or(() -> withoutPassword(account))
                        .orElseGet(MovedRecord::empty)) {
            return earlier.isSame(now)
                    && before.hasPassword() == account.password().isPresent();
        } finally {
            Arrays.fill(written.get(), (byte) 0);
        }
    }

    private MovedRecord record(ForeignAccount account, String password, Optional<ScramKeys> scram) {
        return MovedRecord.ofPassword(account.user(), realm, password, scram);
    }

    private Optional<MovedRecord> withoutPassword(ForeignAccount account) {
        if (!isOfUse(account)) {
            return Optional.empty();
        }
        Optional<byte[]> digest = account.credential().digest();
        if (digest.isEmpty()) {
            return account.credential().scram().map(MovedRecord::ofScram);
        }
        try {
            return Optional.of(MovedRecord.ofDigest(
                    account.user(), DigestName.of(account, realm).name(), digest.get()));
        } finally {
            Arrays.fill(digest.get(), (byte) 0);
        }
    }

    /** James takes passwords as texts only. */
    private static <T> Optional<T> withPassword(ForeignAccount account, Function<String, T> use) {
        return account.password().map(password -> {
            String text = new String(password);
            Arrays.fill(password, '\0');
            return use.apply(text);
        });
    }

    /** What to report of the account: by which mechanisms there are logins. */
    String logins(ForeignAccount account) {
        if (!isOfUse(account)) {
            return ", without a password";
        }
        if (account.credential().scram().isPresent()) {
            return ", only SCRAM-SHA-256";
        }
        return account.credential().digest().isPresent()
                ? ", only DIGEST-MD5 as " + DigestName.of(account, realm).name()
                : "";
    }
}
