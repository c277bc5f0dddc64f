// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.AllowedSecrets;
import nl.digipoort.james.stores.memory.MemoryAccountPolicyStore;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** Account policies for tests. */
public final class TestPolicies {
    private TestPolicies() {}

    /** They allow everything, until a test sets others. */
    public static AccountPolicies inMemory() {
        return inMemory(TestClocks.system());
    }

    public static AccountPolicies inMemory(ClockWatch clock) {
        return over(new MemoryAccountPolicyStore(), clock);
    }

    /** Those of one node of several. */
    public static AccountPolicies over(AccountPolicyStore store) {
        return over(store, TestClocks.system());
    }

    static AccountPolicies over(AccountPolicyStore store, ClockWatch clock) {
        try {
            return new AccountPolicies(store, settings(""), clock);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What {@code SecretsByPolicy} allows, except that both mechanisms of SCRAM are one. */
    public static AllowedSecrets secrets(AccountPolicies policies) {
        return new AllowedSecrets() {
            @Override
            public boolean digests(Username user) {
                return policies.mayUse(user, LoginMechanism.DIGEST_MD5);
            }

            @Override
            public boolean scram(Username user) {
                return policies.mayUse(user, LoginMechanism.SCRAM_SHA_256);
            }
        };
    }

    /** @param elements of {@code accountPolicy} */
    public static AccountPolicySettings settings(String elements) throws ConfigurationException {
        String xml = "<root><accountPolicy>" + elements + "</accountPolicy></root>";
        return AccountPolicySettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))),
                "accountPolicy"));
    }
}
