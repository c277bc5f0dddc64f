// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import javax.mail.MessagingException;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.policy.AccountPolicies;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail and settings of a server that an export does not have. */
final class LeftBehind {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeftBehind.class);

    private final MailboxManager manager;
    private final MailRepositoryStore repositories;
    private final HeldDeliveries held;
    private final AccountLimits limits;
    private final AccountPolicies policies;
    private final QuotaLimits quotas;

    @Inject
    LeftBehind(
            @Named("mailboxmanager") MailboxManager manager,
            MailRepositoryStore repositories,
            HeldDeliveries held,
            AccountLimits limits,
            AccountPolicies policies,
            QuotaLimits quotas) {
        this.manager = manager;
        this.repositories = repositories;
        this.held = held;
        this.limits = limits;
        this.policies = policies;
        this.quotas = quotas;
    }

    /** One line for each place with mail, with how much; also for one that cannot be read. */
    List<String> mail(Set<Username> users) {
        List<String> found = new ArrayList<>();
        tried("the other mailboxes", found, () -> addMailboxes(users, found));
        tried("the mail repositories", found, () -> addRepositories(found));
        tried("held mail", found, () -> {
            for (WaitingMaildrop maildrop : held.waiting()) {
                found.add("held for " + maildrop.maildrop().asString() + ": " + maildrop.count() + " mails");
            }
        });
        return found;
    }

    /** One line for each kind of limits and policies that are no account's own. */
    List<String> settings(List<String> domains) {
        List<String> found = new ArrayList<>();
        tried("the limits of all accounts", found, () -> {
            AccountLimitValues all = limits.setForAll().over(quotas.setForAll());
            if (!all.isEmpty()) {
                found.add("the limits of all accounts: " + all);
            }
        });
        tried("the policy of all accounts", found, () -> {
            if (!policies.setForAll().isEmpty()) {
                found.add("the policy of all accounts: " + policies.setForAll());
            }
        });
        for (String domain : domains) {
            tried("the quota of domain " + domain, found, () -> {
                AccountLimitValues quota = quotas.setForDomain(Domain.of(domain));
                if (!quota.isEmpty()) {
                    found.add("the quota of domain " + domain + ": " + quota);
                }
            });
        }
        return found;
    }

    /** The export is whole without it, so it does not fail with it. */
    private static void tried(String what, List<String> found, Look look) {
        try {
            look.run();
        } catch (MailboxException | MailRepositoryStoreException | MessagingException | RuntimeException e) {
            LOGGER.error("It is not known what the export lacks of {}", what, e);
            found.add(what + ": cannot be read: " + e.getMessage());
        }
    }

    private void addMailboxes(Set<Username> users, List<String> found) throws MailboxException {
        Set<MailboxPath> moved = users.stream().map(MailboxPath::inbox).collect(Collectors.toSet());
        for (MailboxPath path : manager.list(manager.createSystemSession(Username.of("digipoort-export")))) {
            if (!moved.contains(path)) {
                String name =
                        "mailbox " + path.getName() + " of " + path.getUser().asString();
                tried(name, found, () -> {
                    MailboxSession owner = manager.createSystemSession(path.getUser());
                    add(name, manager.getMailbox(path, owner).getMessageCount(owner), "messages", found);
                });
            }
        }
    }

    private void addRepositories(List<String> found) throws MailRepositoryStoreException {
        for (MailRepositoryPath path : repositories.getPaths().collect(Collectors.toList())) {
            String name = "mail repository " + path.asString();
            tried(name, found, () -> {
                long mails = 0;
                for (MailRepository repository : repositories.getByPath(path).collect(Collectors.toList())) {
                    mails += repository.size();
                }
                add(name, mails, "mails", found);
            });
        }
    }

    private static void add(String name, long count, String of, List<String> found) {
        if (count > 0) {
            found.add(name + ": " + count + " " + of);
        }
    }

    private interface Look {
        void run() throws MailboxException, MailRepositoryStoreException, MessagingException;
    }
}
