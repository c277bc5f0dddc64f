// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;

/**
 * James's own quotas as account limits. There is no second copy, so James's routes and ours never differ. Throws
 * {@link StoreUnavailableException} if James cannot answer. Thread-safe.
 */
public final class QuotaLimits {
    private final MaxQuotaManager quotas;
    private final UserQuotaRootResolver roots;

    @Inject
    public QuotaLimits(MaxQuotaManager quotas, UserQuotaRootResolver roots) {
        this.quotas = quotas;
        this.roots = roots;
    }

    /** The effective quota of the user, wherever James configures it. */
    public AccountLimitValues of(Username user) {
        return reaching(() -> {
            QuotaRoot root = roots.forUser(user);
            return inForce(values(quotas.getMaxStorage(root), quotas.getMaxMessage(root)));
        });
    }

    /** The quotas of users without a quota of their own or of their domain. */
    public AccountLimitValues forAll() {
        return inForce(setForAll());
    }

    private static AccountLimitValues inForce(AccountLimitValues known) {
        return known.over(AccountLimitValues.of(
                Map.of(AccountLimit.QUOTA_OCTETS, AccountLimit.NONE, AccountLimit.QUOTA_MESSAGES, AccountLimit.NONE)));
    }

    /** The quotas that are set for all users. */
    public AccountLimitValues setForAll() {
        return reaching(() -> values(quotas.getGlobalMaxStorage(), quotas.getGlobalMaxMessage()));
    }

    /** The quotas that are set for the users of a domain. */
    public AccountLimitValues setForDomain(Domain domain) {
        return reaching(() -> values(quotas.getDomainMaxStorage(domain), quotas.getDomainMaxMessage(domain)));
    }

    /** The quotas that are set for the user alone. */
    public AccountLimitValues exceptionsOf(Username user) {
        return reaching(() -> {
            QuotaRoot root = roots.forUser(user);
            return values(
                    Optional.ofNullable(quotas.listMaxStorageDetails(root).get(Quota.Scope.User)),
                    Optional.ofNullable(quotas.listMaxMessagesDetails(root).get(Quota.Scope.User)));
        });
    }

    /** Replaces the quotas of all users by the quotas in these values. */
    public void setForAll(AccountLimitValues values) {
        reaching(() -> {
            Optional<Long> octets = values.find(AccountLimit.QUOTA_OCTETS);
            if (octets.isPresent()) {
                quotas.setGlobalMaxStorage(size(octets.get()));
            } else {
                quotas.removeGlobalMaxStorage();
            }
            Optional<Long> messages = values.find(AccountLimit.QUOTA_MESSAGES);
            if (messages.isPresent()) {
                quotas.setGlobalMaxMessage(count(messages.get()));
            } else {
                quotas.removeGlobalMaxMessage();
            }
            return values;
        });
    }

    /** Replaces the quotas of the user by the quotas in these values. */
    public void setExceptions(Username user, AccountLimitValues values) {
        reaching(() -> {
            QuotaRoot root = roots.forUser(user);
            Optional<Long> octets = values.find(AccountLimit.QUOTA_OCTETS);
            if (octets.isPresent()) {
                quotas.setMaxStorage(root, size(octets.get()));
            } else {
                quotas.removeMaxStorage(root);
            }
            Optional<Long> messages = values.find(AccountLimit.QUOTA_MESSAGES);
            if (messages.isPresent()) {
                quotas.setMaxMessage(root, count(messages.get()));
            } else {
                quotas.removeMaxMessage(root);
            }
            return values;
        });
    }

    private static QuotaSizeLimit size(long octets) {
        return octets == AccountLimit.NONE ? QuotaSizeLimit.unlimited() : QuotaSizeLimit.size(octets);
    }

    private static QuotaCountLimit count(long messages) {
        return messages == AccountLimit.NONE ? QuotaCountLimit.unlimited() : QuotaCountLimit.count(messages);
    }

    /** Not checked: James's own routes accept values that we do not allow. */
    private static AccountLimitValues values(Optional<QuotaSizeLimit> octets, Optional<QuotaCountLimit> messages) {
        Map<AccountLimit, Long> values = new HashMap<>();
        octets.ifPresent(limit -> values.put(AccountLimit.QUOTA_OCTETS, value(limit)));
        messages.ifPresent(limit -> values.put(AccountLimit.QUOTA_MESSAGES, value(limit)));
        return new AccountLimitValues(values);
    }

    private static long value(QuotaLimitValue<?> limit) {
        return limit.isLimited() ? limit.asLong() : AccountLimit.NONE;
    }

    private static <T> T reaching(Work<T> work) {
        try {
            return work.run();
        } catch (MailboxException | RuntimeException e) {
            throw new StoreUnavailableException("James's quotas cannot be reached", e);
        }
    }

    private interface Work<T> {
        T run() throws MailboxException;
    }
}
