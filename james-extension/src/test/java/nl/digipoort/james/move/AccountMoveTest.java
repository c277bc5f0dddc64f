// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.credential.MovedRecord;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.testing.AuditSchema;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts and rewriting on their way from one James in memory to another. */
class AccountMoveTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Username CARL = Username.of("carl@example.org");

    @TempDir
    private Path scratch;

    private final MovingServer from = new MovingServer();
    private final MovingServer to = new MovingServer();
    private final StringWriter said = new StringWriter();
    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        folder = scratch.resolve("move");
        from.account(ANNA);
        from.append(ANNA, "one\r\n", "two\r\n");
    }

    @AfterEach
    void stop() {
        from.stop();
        to.stop();
    }

    private void exported() {
        assertThat(from.exports(said, folder)).as(said.toString()).isZero();
    }

    private int imported(String... flags) {
        said.getBuffer().setLength(0);
        return to.imports(said, folder, flags);
    }

    private VerifiedExport verified() throws MoveException {
        return VerifiedExport.read(ExportFolder.existing(folder));
    }

    @Test
    void movesAccountsAndRewriting() throws Exception {
        from.alias("a@example.org", "anna@example.org");
        exported();

        assertThat(imported()).as(said.toString()).isZero();

        assertThat(to.passwords().find(ANNA)).isPresent();
        assertThat(to.seen(ANNA)).isEqualTo(from.seen(ANNA));
        assertThat(to.targets("a@example.org")).containsExactly("alias:anna@example.org");
        assertThat(to.trail().records("event", "act", "method", "outcome", "user"))
                .contains(
                        "administration-begun import addMapping a@example.org",
                        "administration-ended import addMapping done a@example.org");
        AuditSchema schema = AuditSchema.read(Path.of("..", "docs", "reference/audit.schema.json"));
        assertThat(to.trail().lines())
                .allSatisfy(line -> assertThat(schema.problems(line)).as(line).isEmpty());
    }

    @Test
    void changesNothingInATrial() throws Exception {
        from.alias("a@example.org", "anna@example.org");
        exported();

        assertThat(imported(ImportTool.DRY_RUN)).as(said.toString()).isZero();

        assertThat(said.toString()).contains("would be imported");
        assertThat(to.passwords().find(ANNA)).isEmpty();
        assertThat(to.targets("a@example.org")).isEmpty();
        assertThat(to.trail().lines()).isEmpty();
    }

    @Test
    void importsAnAccountWithARecordAndWithoutAPasswordOnlyIntoItsRealm() throws Exception {
        SecureRandom random = new SecureRandom();
        byte[] record = MovedRecord.ofDigest(ANNA, "anna", new byte[16]).write();
        for (String realm : List.of("example.org", "other.example")) {
            try (ExportWriter export = ExportWriter.open(scratch.resolve(realm))) {
                export.add(ANNA, PasswordHash.unusable(random), Optional.of(record), export.begin(ANNA));
                export.finish(realm, List.of());
            }
        }
        folder = scratch.resolve("other.example");

        assertThat(imported(ImportTool.DRY_RUN)).isEqualTo(1);
        assertThat(imported()).isEqualTo(1);
        assertThat(said.toString())
                .contains("only a record of the realm other.example, and the realm here is example.org");
        assertThat(to.passwords().find(ANNA)).isEmpty();

        folder = scratch.resolve("example.org");
        assertThat(imported()).as(said.toString()).isZero();
        assertThat(to.passwords().find(ANNA))
                .hasValueSatisfying(hash -> assertThat(hash.isUsable()).isFalse());

        to.setRealm("other.example");
        assertThat(imported()).isEqualTo(1);
        assertThat(said.toString()).contains("failed: it is here, but nobody can log in", "Give it a password");
    }

    @Test
    void importsTheOnlyDigestOfAnAccountWhosePolicyAllowsIt() throws Exception {
        byte[] record = MovedRecord.ofDigest(ANNA, "anna", new byte[16]).write();
        AccountPolicy policy =
                AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.DIGEST_MD5, LoginMechanism.PLAIN));
        try (ExportWriter export = ExportWriter.open(folder)) {
            export.add(ANNA, PasswordHash.unusable(new SecureRandom()), Optional.of(record), export.begin(ANNA));
            export.finish("example.org", List.of());
        }
        to.policies().setForAll(policy);

        assertThat(imported()).as(said.toString()).isZero();

        assertThat(to.records().digests(ANNA, "anna")).containsExactly(new byte[16]);
    }

    @Test
    void leavesAloneWhatWasBroughtAlsoWhenItsClientHasDeletedAll() throws Exception {
        exported();
        imported();
        to.mailboxes().deleteAll(ANNA);

        assertThat(imported()).isZero();

        assertThat(said.toString()).contains("there already");
        assertThat(to.seen(ANNA)).isEmpty();
    }

    @Test
    void refusesAnAccountThatExistsAndItsAliases() throws Exception {
        from.alias("a@example.org", "anna@example.org");
        from.alias("b@example.org", "a@example.org");
        exported();
        to.account(ANNA);
        to.append(ANNA, "hers\r\n");

        assertThat(imported()).isEqualTo(1);

        assertThat(said.toString())
                .contains(
                        "an account of this name exists",
                        "the rewriting of a@example.org is not imported",
                        "the rewriting of b@example.org is not imported",
                        "not all: 3 missing");
        assertThat(to.seen(ANNA)).singleElement().asString().endsWith("hers\r\n");
        assertThat(to.targets("a@example.org")).isEmpty();
        assertThat(to.targets("b@example.org")).isEmpty();
    }

    @Test
    void takesNoMailFromAnAccountThatIsNotOfTheExport() throws Exception {
        from.alias("bob@example.org", "anna@example.org");
        exported();
        to.account(BOB);

        assertThat(imported()).isEqualTo(1);

        assertThat(said.toString()).contains("bob@example.org is not the account of the export");
        assertThat(to.targets("bob@example.org")).isEmpty();
        assertThat(to.passwords().find(ANNA)).isPresent();
    }

    @Test
    void takesNoMailFromADomainWithOtherAccounts() throws Exception {
        from.alias("*@example.org", "anna@example.org");
        exported();
        to.account(BOB);

        assertThat(imported()).isEqualTo(1);

        assertThat(to.targets("*@example.org")).isEmpty();
    }

    @Test
    void addsNothingToAnAddressThatIsRewrittenOtherwise() throws Exception {
        from.alias("info@example.org", "anna@example.org");
        exported();
        to.account(CARL);
        to.alias("info@example.org", "carl@example.org");

        assertThat(imported()).isEqualTo(1);

        assertThat(said.toString()).contains("info@example.org is rewritten otherwise here");
        assertThat(to.targets("info@example.org")).containsExactly("alias:carl@example.org");
    }

    @Test
    void saysWhenMailOfAnImportedAccountGoesElsewhere() throws Exception {
        exported();
        to.account(CARL);
        to.alias("anna@example.org", "carl@example.org");

        assertThat(imported()).isEqualTo(1);

        assertThat(said.toString()).contains("mail for anna@example.org goes elsewhere");
    }

    @Test
    void goesOnWhenItWasAbortedBeforeTheAccountWasMade() throws Exception {
        exported();
        VerifiedExport export = verified();
        MovedAccount anna = export.accounts().get(0);
        to.imported(ANNA, export.manifest().name(), export.messages(anna), export.maildrop(anna));

        assertThat(imported()).as(said.toString()).isZero();

        assertThat(to.passwords().find(ANNA)).isPresent();
        assertThat(to.seen(ANNA)).isEqualTo(from.seen(ANNA));
    }

    /** Another import has made the account, and its client has fetched and deleted all, while this one waited. */
    @Test
    void looksAgainUnderTheLock() throws Exception {
        exported();
        VerifiedExport export = verified();
        MovedAccount anna = export.accounts().get(0);
        assertThat(to.accounts().isThere(anna, export)).isFalse();
        imported();
        to.mailboxes().deleteAll(ANNA);

        assertThat(to.accounts().run(anna, export)).startsWith("there already");

        assertThat(to.seen(ANNA)).isEmpty();
    }

    @Test
    void bringsNoAccountBackThatWasRemoved() throws Exception {
        exported();
        imported();
        to.passwords().remove(ANNA);
        to.mailboxes().deleteAll(ANNA);

        assertThat(imported()).isEqualTo(1);

        assertThat(said.toString()).contains("it was imported before, and was removed since");
        assertThat(to.passwords().find(ANNA)).isEmpty();
        assertThat(to.seen(ANNA)).isEmpty();
    }

    @Test
    void writesNothingWhenTheLeaseIsOver() throws Exception {
        exported();
        VerifiedExport export = verified();
        MovedAccount anna = export.accounts().get(0);
        to.append(ANNA, "one\r\n", "two\r\n");
        OwnedLease lease = to.door().lock(ANNA, "import");
        to.locks().pass(TestLocks.LEASE);

        assertThatThrownBy(() ->
                        to.imported(lease, export.manifest().name(), export.messages(anna), export.maildrop(anna)))
                .isInstanceOf(MoveException.class)
                .hasMessageContaining("lock");

        assertThat(to.moved().move(ANNA)).isEmpty();
    }

    @Test
    void bringsMoreThanTheQuotaOfTheNewServer() throws Exception {
        exported();
        to.jamesQuotas().setGlobalMaxStorage(QuotaSizeLimit.size(3));

        assertThat(imported()).as(said.toString()).isZero();

        assertThat(to.seen(ANNA)).hasSize(2);
        assertThat(to.quotas().of(ANNA).find(AccountLimit.QUOTA_OCTETS)).contains(3L);
        assertThat(to.quotas().exceptionsOf(ANNA).isEmpty()).isTrue();
    }

    @Test
    void saysWhatAnExportLacks() throws Exception {
        from.append(CARL, "of a removed user\r\n");
        from.breakRepositories();

        assertThat(from.exports(said, folder)).isEqualTo(1);

        assertThat(said.toString())
                .contains(
                        "not exported: mailbox INBOX of carl@example.org: 1 messages",
                        "not exported: the mail repositories: cannot be read");
        assertThat(imported()).isEqualTo(1);
        assertThat(said.toString()).contains("not in the export: mailbox INBOX of carl@example.org: 1 messages");
        assertThat(to.passwords().find(ANNA)).isPresent();
    }

    @Test
    void saysThatAMaildropWasUsedWhileItWasExported() throws Exception {
        from.account(BOB);

        assertThat(from.exports(said, folder, user -> {
                    if (user.equals(BOB)) {
                        from.append(ANNA, "came since\r\n");
                    }
                }))
                .isEqualTo(1);

        assertThat(said.toString()).contains("the maildrop of anna@example.org since it was written");
        assertThat(verified().manifest().leftOut()).hasSize(1);
    }

    @Test
    void movesThePolicyOfAnAccountInAnExportThatAnOlderServerRefuses() throws Exception {
        exported();
        assertThat(Files.readString(folder.resolve("manifest.json"))).contains("\"version\" : 1,");
        AccountPolicy policy = AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.SCRAM_SHA_256));
        from.policies().setException(ANNA, policy);
        from.policies().setForAll(AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3));
        folder = scratch.resolve("another");

        exported();
        assertThat(said.toString()).contains("not for Dovecot: anna@example.org, which has a policy of its own");
        assertThat(imported()).as(said.toString()).isZero();

        assertThat(Files.readString(folder.resolve("manifest.json"))).contains("\"version\" : 2,");
        assertThat(verified().manifest().settings())
                .containsExactly("the policy of all accounts: {\"leastTls\":\"TLSv1.3\"}");
        assertThat(to.policies().exceptionOf(ANNA)).isEqualTo(policy);
        assertThat(to.policies().setForAll()).isEqualTo(AccountPolicy.EMPTY);
    }

    @Test
    void namesLimitsThatAreNoAccountsOwn() throws Exception {
        from.jamesQuotas().setDomainMaxStorage(Domain.of("example.org"), QuotaSizeLimit.size(100));

        exported();

        assertThat(said.toString()).contains("the quota of domain example.org: ");
        assertThat(verified().manifest().settings()).hasSize(1);
        assertThat(verified().manifest().leftOut()).isEqualTo(List.of());
    }
}
