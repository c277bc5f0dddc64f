package nl.digipoort.james.limits;

import javax.inject.Inject;
import nl.digipoort.james.lock.StoreUnavailableException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;

/** Whether an account takes a message more. Thread-safe; what cannot be found out is a {@link StoreUnavailableException}. */
public final class Capacity {
    /** What servers on the way put in front of a message; its sender could not count it. */
    private static final long ADDED_ON_THE_WAY = 4096;

    private final AccountLimits limits;
    private final QuotaManager quotas;
    private final UserQuotaRootResolver roots;

    @Inject
    public Capacity(AccountLimits limits, QuotaManager quotas, UserQuotaRootResolver roots) {
        this.limits = limits;
        this.quotas = quotas;
        this.roots = roots;
    }

    /** @param octets as its sender counts them */
    public boolean isTooLarge(Username user, long octets) {
        long largest = limits.of(user, Limit.LARGEST_MESSAGE);
        return largest != Limit.NONE && octets > largest;
    }

    /** @param octets with what was put in front of it */
    public boolean isTooLargeAsItCame(Username user, long octets) {
        return isTooLarge(user, octets - ADDED_ON_THE_WAY);
    }

    /**
     * Whether the quota leaves no room.
     *
     * @param octets of the message, 0 if that is not known
     */
    public boolean isFull(Username user, long octets) {
        try {
            Quotas now = quotas.getQuotas(roots.forUser(user));
            return now.getMessageQuota().isOverQuotaWithAdditionalValue(1)
                    || now.getStorageQuota().isOverQuotaWithAdditionalValue(Math.max(1, octets));
        } catch (MailboxException | RuntimeException e) {
            throw new StoreUnavailableException("James's quotas cannot be reached", e);
        }
    }
}
