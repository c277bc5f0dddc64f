// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.store.quota.NoQuotaManager;

/** A message quota for all users, of which nothing is used. There is none at first. */
public final class TestMessageQuota extends NoQuotaManager {
    private volatile QuotaCountLimit limit = QuotaCountLimit.unlimited();

    public void setMessages(long messages) {
        limit = QuotaCountLimit.count(messages);
    }

    @Override
    public Quota<QuotaCountLimit, QuotaCountUsage> getMessageQuota(QuotaRoot quotaRoot) {
        return Quota.<QuotaCountLimit, QuotaCountUsage>builder()
                .used(QuotaCountUsage.count(0))
                .computedLimit(limit)
                .build();
    }
}
