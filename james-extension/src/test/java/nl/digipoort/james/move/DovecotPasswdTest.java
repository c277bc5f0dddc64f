// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.credential.MovedRecord;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.ScramKeys;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DovecotPasswdTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path scratch;

    private DovecotPasswd passwd;

    @BeforeEach
    void begin() throws Exception {
        passwd = new DovecotPasswd(ExportFolder.begin(scratch.resolve("move")));
    }

    private Optional<String> add(Username user, Optional<MovedRecord> record) {
        return add(user, record, AccountPolicy.EMPTY);
    }

    private Optional<String> add(Username user, Optional<MovedRecord> record, AccountPolicy policy) {
        return passwd.add(MovedAccount.of(
                user,
                PasswordHash.unusable(RANDOM),
                record.map(MovedRecord::write),
                AccountLimitValues.EMPTY,
                policy,
                List.of()));
    }

    @Test
    void writesAnAccountIntoBothFiles() {
        Optional<ScramKeys> scram = ScramKeys.derive("geheim", RANDOM);

        assertThat(add(ALICE, Optional.of(MovedRecord.ofPassword(ALICE, "example.org", "geheim", scram))))
                .isEmpty();

        String fields = "::::" + scratch.resolve("move/example.org/alice") + "::userdb_mail=maildir:~/Maildir\n";
        assertThat(passwd.all())
                .startsWith("alice@example.org:{SCRAM-SHA-256}15000,")
                .endsWith("=" + fields);
        // by doveadm pw
        assertThat(passwd.digests())
                .isEqualTo("alice@example.org:{DIGEST-MD5}52c25c462563b2933468e39d92949eaf" + fields);
    }

    @Test
    void takesTheDigestWhereThereAreNoKeysOfScram() {
        MovedRecord old = MovedRecord.ofPassword(ALICE, "example.org", "geheim", Optional.empty());

        assertThat(add(ALICE, Optional.of(old))).isEmpty();

        assertThat(passwd.all()).startsWith("alice@example.org:{DIGEST-MD5}").isEqualTo(passwd.digests());
    }

    @Test
    void saysWhoNeedsANewPasswordThere() {
        MovedRecord ofAnotherRealm = MovedRecord.ofPassword(ALICE, "other.example", "geheim", Optional.empty());

        assertThat(add(ALICE, Optional.empty())).contains("which needs a new password there");
        assertThat(add(ALICE, Optional.of(ofAnotherRealm))).isPresent();
        assertThat(add(
                        Username.of("a:b@example.org"),
                        Optional.of(MovedRecord.ofScram(
                                ScramKeys.derive("geheim", RANDOM).orElseThrow()))))
                .isPresent();
        assertThat(passwd.all() + passwd.digests()).isEmpty();
    }

    @Test
    void leavesOutAnAccountThatCouldDoMoreThere() {
        Optional<ScramKeys> scram = ScramKeys.derive("geheim", RANDOM);
        for (AccountPolicy policy : List.of(
                AccountPolicy.EMPTY.withMechanisms(List.of()), AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3))) {
            MovedRecord record = MovedRecord.ofPassword(ALICE, "example.org", "geheim", scram);

            assertThat(add(ALICE, Optional.of(record), policy)).hasValueSatisfying(reason -> assertThat(reason)
                    .contains("a policy of its own", policy.toString()));
        }
        assertThat(passwd.all() + passwd.digests()).isEmpty();
    }
}
