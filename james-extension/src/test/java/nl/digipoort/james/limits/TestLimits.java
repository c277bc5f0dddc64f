// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.stores.memory.MemoryAccountLimitStore;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.NoQuotaManager;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** Account limits for tests. */
public final class TestLimits {
    private TestLimits() {}

    /** The default limits, until a test sets others. */
    public static AccountLimits inMemory() {
        return new AccountLimits(new MemoryAccountLimitStore(), configured(""));
    }

    public static AccountLimits over(AccountLimitStore store) {
        return new AccountLimits(store, configured(""));
    }

    /** @param elements of {@code accountLimits} */
    public static AccountLimitSettings configured(String elements) {
        try {
            return settings(elements);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static AccountLimitSettings settings(String elements) throws ConfigurationException {
        String xml = "<root><accountLimits>" + elements + "</accountLimits></root>";
        return AccountLimitSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))),
                "accountLimits"));
    }

    /** @param days or {@link AccountLimit#NONE} */
    public static AccountLimitValues retention(long days) {
        return AccountLimitValues.of(Map.of(AccountLimit.RETENTION, days));
    }

    public static AccountLimitValues largestMessage(long octets) {
        return AccountLimitValues.of(Map.of(AccountLimit.LARGEST_MESSAGE, octets));
    }

    /** James's quotas in memory, with none set at first. */
    public static QuotaLimits quotas() {
        return new QuotaLimits(new InMemoryPerUserMaxQuotaManager(), roots());
    }

    /** The capacity without any quota. */
    public static Capacity capacity(AccountLimits limits) {
        return new Capacity(limits, new NoQuotaManager(), roots());
    }

    public static Capacity capacity(AccountLimits limits, QuotaManager quotas) {
        return new Capacity(limits, quotas, roots());
    }

    private static UserQuotaRootResolver roots() {
        return new DefaultUserQuotaRootResolver(null, null);
    }

    public static AccountLimitValues loginDelay(long seconds) {
        return AccountLimitValues.of(Map.of(AccountLimit.LOGIN_DELAY, seconds));
    }
}
