// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.PasswordHashes;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MovedMaildrops;
import nl.digipoort.james.policy.AccountPolicies;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all accounts of a James into a folder: {@code FOLDER}. Mail that is held is brought in first. Exit status 0: all is written; 1: some
 * is not, and each is named; 2: nothing is written.
 */
public final class ExportTool implements ToolProvider {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExportTool.class);

    private final MoveServices services;
    private final MoveAudit audit;
    private final UsersRepository users;
    private final AddressBook addresses;
    private final PasswordHashes passwords;
    private final CredentialRecords records;
    private final AccountLimits limits;
    private final AccountPolicies policies;
    private final QuotaLimits quotas;
    private final HeldDeliveries held;
    private final MaildropDoor door;
    private final MaildropExport maildrops;
    private final LeftBehind leftBehind;
    private final MovedMaildrops moved;

    @Inject
    ExportTool(
            MoveServices services,
            MoveAudit audit,
            UsersRepository users,
            AddressBook addresses,
            PasswordHashes passwords,
            CredentialRecords records,
            AccountLimits limits,
            AccountPolicies policies,
            QuotaLimits quotas,
            HeldDeliveries held,
            MaildropDoor door,
            MaildropExport maildrops,
            LeftBehind leftBehind,
            MovedMaildrops moved) {
        this.services = services;
        this.audit = audit;
        this.users = users;
        this.addresses = addresses;
        this.passwords = passwords;
        this.records = records;
        this.limits = limits;
        this.policies = policies;
        this.quotas = quotas;
        this.held = held;
        this.door = door;
        this.maildrops = maildrops;
        this.leftBehind = leftBehind;
        this.moved = moved;
    }

    @Override
    public String name() {
        return "export";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        Report report = new Report(out, err);
        try {
            ExportFolder folder = ExportFolder.begin(Path.of(arguments[0]));
            services.start();
            export(folder, report);
            return report.end();
        } catch (MoveException | IOException | UsersRepositoryException | RuntimeException e) {
            LOGGER.error("The export has failed", e);
            report.aside("nothing is exported: " + e.getMessage());
            return 2;
        }
    }

    private void export(ExportFolder folder, Report report)
            throws MoveException, IOException, UsersRepositoryException {
        String rewriting = addresses.rewriting();
        List<String> domains = addresses.domains();
        report.begin();
        StringBuilder accounts = new StringBuilder();
        List<String> missing = new ArrayList<>();
        DovecotPasswd dovecot = new DovecotPasswd(folder);
        Map<Username, Long> exported = new LinkedHashMap<>();
        boolean policed = false;
        Set<Username> all = all();
        for (Username user : all) {
            try {
                MovedAccount account = export(user, folder);
                accounts.append(account.write()).append('\n');
                exported.put(user, account.messages());
                policed |= !account.policy().isEmpty();
                report.done(account, account.digests().isPresent() ? "exported" : "exported, without DIGEST-MD5");
                dovecot.add(account).ifPresent(reason -> report.aside("not for Dovecot: " + account + ", " + reason));
            } catch (MoveException | MaildropException | IOException | RuntimeException e) {
                LOGGER.error("The account {} is not exported", user.asString(), e);
                missing.add("account " + user.asString() + ": " + e.getMessage());
                report.failed(user.asString(), e.getMessage());
            }
        }
        List<String> others = new ArrayList<>(changed(exported));
        others.addAll(leftBehind.mail(all));
        others.forEach(line -> report.missing("not exported: " + line));
        missing.addAll(others);
        List<String> settings = leftBehind.settings(domains);
        settings.forEach(line -> report.aside("not exported: " + line));
        Durable.write(folder.dovecotPasswd(), dovecot.all());
        Durable.write(folder.dovecotDigests(), dovecot.digests());
        Manifest manifest = Manifest.of(
                records.realm(), passwords.form(), domains, missing, settings, accounts.toString(), rewriting);
        folder.finish(accounts.toString(), rewriting, policed ? manifest.withPolicies() : manifest);
    }

    /** Maildrops that somebody has used since they were written: the server, or a node of it, runs. */
    private List<String> changed(Map<Username, Long> exported) {
        List<String> changed = new ArrayList<>();
        exported.forEach((user, messages) -> {
            try {
                if (moved.count(user) != messages) {
                    changed.add("what was changed in the maildrop of " + user.asString()
                            + " since it was written: stop all nodes, and export again");
                }
            } catch (MaildropException | RuntimeException e) {
                LOGGER.error("The maildrop of {} cannot be counted", user.asString(), e);
                changed.add("what was changed in the maildrop of " + user.asString() + ": " + e.getMessage());
            }
        });
        return changed;
    }

    private Set<Username> all() throws UsersRepositoryException {
        TreeMap<String, Username> sorted = new TreeMap<>();
        for (Iterator<Username> names = users.list(); names.hasNext(); ) {
            Username user = names.next();
            sorted.put(user.asString(), user);
        }
        return sorted.values().stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private MovedAccount export(Username user, ExportFolder folder)
            throws MoveException, MaildropException, IOException {
        try (MoveAudit.Step step = audit.begins("export", user)) {
            MovedAccount account = read(user, folder.maildrop(user));
            step.done(account);
            return account;
        }
    }

    private MovedAccount read(Username user, MaildropFolder folder)
            throws MoveException, MaildropException, IOException {
        // waits for the lock of a server that was killed: mail is held for as long as it is there
        door.lock(user, name()).release();
        switch (held.release(user)) {
            case DONE:
                break;
            case IN_USE:
                throw new MoveException(MaildropDoor.IN_USE);
            default:
                throw new MoveException("mail is held for it that cannot be brought in");
        }
        PasswordHash password = passwords.find(user).orElseThrow(() -> new MoveException("it has no password"));
        OwnedLease lease = door.lock(user, name());
        try {
            List<MovedMessage> messages = maildrops.write(lease, folder);
            return MovedAccount.of(
                    user,
                    password,
                    records.toMove(user),
                    limits.exceptionsOf(user).over(quotas.exceptionsOf(user)),
                    policies.exceptionOf(user),
                    messages);
        } finally {
            lease.release();
        }
    }
}
