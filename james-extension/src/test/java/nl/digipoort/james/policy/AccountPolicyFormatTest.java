// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.Set;
import nl.digipoort.james.credential.CapturedLog;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPolicyFormatTest {
    private static final String ALL_PARTS = "{\"mechanisms\":[\"PLAIN\",\"DIGEST-MD5\"],"
            + "\"refusedFrom\":{\"PLAIN\":\"never\",\"DIGEST-MD5\":\"2027-06-01\"},"
            + "\"clientCertificate\":\"required\",\"leastTls\":\"TLSv1.3\"}";

    private static final AccountPolicy POLICY = AccountPolicy.EMPTY
            .withMechanisms(Set.of(LoginMechanism.DIGEST_MD5, LoginMechanism.PLAIN))
            .withRefusedFrom(LoginMechanism.DIGEST_MD5, LocalDate.of(2027, 6, 1))
            .withRefusedFrom(LoginMechanism.PLAIN, AccountPolicy.NEVER)
            .withClientCertificate(ClientCertificateRule.REQUIRED)
            .withLeastTls(LeastTls.TLS_1_3);

    @Test
    void writesWhatItReads() throws Exception {
        assertThat(POLICY.toString()).isEqualTo(ALL_PARTS);
        assertThat(read(ALL_PARTS)).isEqualTo(POLICY);
        assertThat(AccountPolicyFormat.stored(ALL_PARTS)).isEqualTo(POLICY);
        assertThat(read("{}")).isEqualTo(AccountPolicy.EMPTY);
        assertThat(AccountPolicy.EMPTY).hasToString("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mechanism\":[]}|'mechanism' is unknown; allowed are mechanisms, refusedFrom, clientCertificate, leastTls",
                "{\"mechanisms\":[]}|mechanisms is []; allowed: a list of one or more of USER,",
                "{\"mechanisms\":\"PLAIN\"}|mechanisms is \"PLAIN\"; allowed: a list of one or more of USER,",
                "{\"mechanisms\":{\"a\":\"PLAIN\"}}|mechanisms is {\"a\":\"PLAIN\"}; allowed: a list of one or more of",
                "{\"mechanisms\":[[\"PLAIN\"]]}|mechanisms is [\"PLAIN\"]; allowed: USER, PLAIN,",
                "{\"mechanisms\":null}|mechanisms is null; allowed: a list of one or more of",
                "{\"refusedFrom\":{\"PLAIN\":20270601}}|refusedFrom.PLAIN is 20270601; allowed: a date",
                "{\"leastTls\":null}|leastTls is null; allowed: TLSv1.2, TLSv1.3",
                "{\"mechanisms\":[\"plain\"]}|mechanisms is \"plain\"; allowed: USER, PLAIN, LOGIN, DIGEST-MD5,",
                "{\"refusedFrom\":\"2027-06-01\"}|refusedFrom is \"2027-06-01\"; allowed: an object",
                "{\"refusedFrom\":{\"MD5\":\"2027-06-01\"}}|refusedFrom.MD5 is unknown; allowed are USER,",
                "{\"refusedFrom\":{\"PLAIN\":\"1-6-2027\"}}|refusedFrom.PLAIN is \"1-6-2027\"; allowed: a date",
                "{\"refusedFrom\":{\"PLAIN\":\"2027-02-29\"}}|refusedFrom.PLAIN is \"2027-02-29\"; allowed: a date",
                "{\"clientCertificate\":true}|clientCertificate is true; allowed: notNeeded, required",
                "{\"leastTls\":\"1.3\"}|leastTls is \"1.3\"; allowed: TLSv1.2, TLSv1.3"
            })
    void refusesWhatIsNotAllowed(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"PLAIN\"", "{", "{\"refusedFrom\":\"2027-06-01\"}"})
    void closesTheAccountAndNoOtherWhoseRowIsNoPolicy(String row) {
        AccountPolicies policies = TestPolicies.over(new StoreOfRows(row));
        try (CapturedLog log = CapturedLog.of(AccountPolicies.class)) {
            policies.refresh();
            policies.refresh();

            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARN The policy of alice@example.org cannot be read, so that nothing is allowed: it is");
        }
        assertThat(policies.mayUse(Username.of("alice@example.org"), LoginMechanism.PLAIN))
                .isFalse();
        assertThat(policies.of(Username.of("bob@example.org"))).isEqualTo(POLICY);
        assertThat(policies.forAll()).isEqualTo(AccountPolicy.EMPTY);
    }

    /** Alice's row is that of the test, Bob's is right. */
    private static final class StoreOfRows implements AccountPolicyStore {
        private final String row;

        private StoreOfRows(String row) {
            this.row = row;
        }

        @Override
        public StoredPolicies all() {
            StoredPolicyRows rows = new StoredPolicyRows();
            rows.exception("alice@example.org", row);
            rows.exception("bob@example.org", ALL_PARTS);
            return rows.policies();
        }

        @Override
        public void setForAll(AccountPolicy policy) {
            throw new IllegalStateException();
        }

        @Override
        public void setException(Username user, AccountPolicy policy) {
            throw new IllegalStateException();
        }
    }

    private static AccountPolicy read(String json) throws Exception {
        return AccountPolicyFormat.read(new ObjectMapper().readTree(json));
    }
}
