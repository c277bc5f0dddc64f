// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.PasswordHashes;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MovedMaildrops;
import nl.digipoort.james.policy.AccountPolicies;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * Makes one account of an export: its mail first, and the account last. So nobody can log in, or get mail, before all is there, and an
 * account that exists was imported completely or is another one. Thread-safe.
 */
final class AccountImport {
    private static final AccountLimitValues UNLIMITED = AccountLimitValues.of(
            Map.of(AccountLimit.QUOTA_OCTETS, AccountLimit.NONE, AccountLimit.QUOTA_MESSAGES, AccountLimit.NONE));

    private final MoveAudit audit;
    private final UsersRepository users;
    private final PasswordHashes passwords;
    private final CredentialRecords records;
    private final AccountLimits limits;
    private final AccountPolicies policies;
    private final QuotaLimits quotas;
    private final MaildropDoor door;
    private final MovedMaildrops moved;
    private final MaildropImport maildrops;

    @Inject
    AccountImport(
            MoveAudit audit,
            UsersRepository users,
            PasswordHashes passwords,
            CredentialRecords records,
            AccountLimits limits,
            AccountPolicies policies,
            QuotaLimits quotas,
            MaildropDoor door,
            MovedMaildrops moved,
            MaildropImport maildrops) {
        this.audit = audit;
        this.users = users;
        this.passwords = passwords;
        this.records = records;
        this.limits = limits;
        this.policies = policies;
        this.quotas = quotas;
        this.door = door;
        this.moved = moved;
        this.maildrops = maildrops;
    }

    /**
     * Whether this export has brought the account before. Changes nothing.
     *
     * @throws MoveException if there is another account of that name, or this James cannot read the hash of its password
     */
    boolean isThere(MovedAccount account, VerifiedExport export) throws MoveException, MaildropException {
        if (passwords.find(account.user()).isEmpty()) {
            requireReadable(account.password(), export.manifest());
            requireARecord(account, export.manifest());
            return false;
        }
        if (!moved.move(account.user()).equals(Optional.of(export.manifest().name()))) {
            throw new MoveException("an account of this name exists, and nothing of it is changed");
        }
        return true;
    }

    /**
     * Makes the record of an account that is there, if an import was aborted just before that.
     *
     * @return what to report
     * @throws MoveException if nobody can log in to it
     */
    String finish(MovedAccount account, VerifiedExport export) throws MoveException {
        if (account.digests().isEmpty() || records.usable(account.user())) {
            return unrecorded(account, export);
        }
        try (MoveAudit.Step step = audit.begins("import", account.user())) {
            String result = unrecorded(account, export);
            step.done(account);
            return result;
        }
    }

    private String unrecorded(MovedAccount account, VerifiedExport export) throws MoveException {
        boolean samePassword = passwords
                .find(account.user())
                .filter(existing -> existing.hash().equals(account.password().hash()))
                .isPresent();
        return "there already" + (samePassword ? withRecord(account, export) : ", with another password");
    }

    private void requireReadable(PasswordHash password, Manifest manifest) throws MoveException {
        if (!password.isPortable() && !manifest.hashForm().equals(passwords.form())) {
            throw new MoveException("this James cannot read a password hashed by " + password
                    + ": set the password again, then export");
        }
    }

    /** Of an account that can log in with its record only. */
    private void requireARecord(MovedAccount account, Manifest manifest) throws MoveException {
        if (account.hasPassword() || account.digests().isEmpty()) {
            return;
        }
        if (!manifest.realm().equals(records.realm())) {
            throw new MoveException("it has no password, only a record of the realm " + manifest.realm()
                    + ", and the realm here is " + records.realm());
        }
        if (records.obstacle().isPresent()) {
            throw new MoveException("it has no password, only a record, and here there are none: "
                    + records.obstacle().get());
        }
    }

    /** @return what to report */
    String run(MovedAccount account, VerifiedExport export)
            throws MoveException, MaildropException, IOException, UsersRepositoryException {
        users.assertValid(account.user());
        try (MoveAudit.Step step = audit.begins("import", account.user())) {
            String result = make(account, export);
            step.done(account);
            return result;
        }
    }

    private String make(MovedAccount account, VerifiedExport export)
            throws MoveException, MaildropException, IOException {
        Username user = account.user();
        OwnedLease lease = door.lock(user, "import");
        try {
            // another import may have brought it while this one waited for the lock
            if (isThere(account, export)) {
                return unrecorded(account, export);
            }
            requireNotRemoved(account, export);
            // the new server may have a smaller quota for all than the account has
            quotas.setExceptions(user, UNLIMITED);
            maildrops.run(lease, export.manifest().name(), export.messages(account), export.maildrop(account));
            MaildropDoor.requireTime(lease);
            limits.setExceptions(user, account.limits().ours());
            policies.setException(user, account.policy());
            quotas.setExceptions(user, account.limits());
            MaildropDoor.requireTime(lease);
            if (!passwords.create(user, account.password())) {
                throw new MoveException("an account of this name was made meanwhile");
            }
            return "imported" + withRecord(account, export);
        } finally {
            lease.release();
        }
    }

    /** An account that was removed since this export brought it does not come back with all its mail. */
    private void requireNotRemoved(MovedAccount account, VerifiedExport export)
            throws MoveException, MaildropException {
        if (account.messages() > 0
                && moved.move(account.user())
                        .equals(Optional.of(export.manifest().name()))
                && moved.count(account.user()) == 0) {
            throw new MoveException("it was imported before, and was removed since");
        }
    }

    /** Makes the record of DIGEST-MD5; returns what to report if there is none. */
    private String withRecord(MovedAccount account, VerifiedExport export) throws MoveException {
        Optional<byte[]> digests = account.digests();
        if (digests.isEmpty()) {
            return account.hasPassword() ? ", without DIGEST-MD5" : ", without a password";
        }
        byte[] secret = digests.get();
        try {
            if (!export.manifest().realm().equals(records.realm()) || !records.moved(account.user(), secret)) {
                if (!account.hasPassword()) {
                    throw new MoveException("it is here, but nobody can log in: it has no password, and its record"
                            + " cannot be kept. Give it a password");
                }
                return ", DIGEST-MD5 after a login with PLAIN";
            }
            records.restrict(account.user());
            return account.hasPassword() ? "" : ", without a clear password";
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
