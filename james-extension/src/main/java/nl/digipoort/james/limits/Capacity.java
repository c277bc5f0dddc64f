// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;

/** Decides whether an account can take another message. Throws {@link StoreUnavailableException} if that is unknown. Thread-safe. */
public final class Capacity {
    /** Allowance for the header lines that servers on the way add, which the sender could not count. */
    private static final long ADDED_ON_THE_WAY = 4096;

    /** Remembered because a query to James costs as much as storing a small message. */
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(1);

    private static final int REMEMBERED = 10_000;

    private final AccountLimits limits;
    private final QuotaManager quotas;
    private final UserQuotaRootResolver roots;
    private final Cache<Username, Boolean> unlimited = CacheBuilder.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    @Inject
    public Capacity(AccountLimits limits, QuotaManager quotas, UserQuotaRootResolver roots) {
        this.limits = limits;
        this.quotas = quotas;
        this.roots = roots;
    }

    /** @param octets the size as the sender counts it */
    public boolean isTooLarge(Username user, long octets) {
        long largest = limits.of(user, AccountLimit.LARGEST_MESSAGE);
        return largest != AccountLimit.NONE && octets > largest;
    }

    /** @param octets the size including the header lines that servers have added */
    public boolean isTooLargeAsItCame(Username user, long octets) {
        return isTooLarge(user, octets - ADDED_ON_THE_WAY);
    }

    /**
     * Whether the quota leaves no room. The answer that an account has no quota is cached for a second.
     *
     * @param octets the size of the message, 0 if unknown
     */
    public boolean isFull(Username user, long octets) {
        if (unlimited.getIfPresent(user) != null) {
            return false;
        }
        try {
            Quotas now = quotas.getQuotas(roots.forUser(user));
            if (now.getMessageQuota().getLimit().isUnlimited()
                    && now.getStorageQuota().getLimit().isUnlimited()) {
                unlimited.put(user, true);
                return false;
            }
            return now.getMessageQuota().isOverQuotaWithAdditionalValue(1)
                    || now.getStorageQuota().isOverQuotaWithAdditionalValue(Math.max(1, octets));
        } catch (MailboxException | RuntimeException e) {
            throw new StoreUnavailableException("James's quotas cannot be reached", e);
        }
    }
}
