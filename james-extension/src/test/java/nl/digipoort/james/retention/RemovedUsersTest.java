// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.activity.TestActivityLog;
import nl.digipoort.james.activity.TestUses;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.Uses;
import nl.digipoort.james.audit.ArrivalAudit;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.DeliveredSizes;
import nl.digipoort.james.maildrop.JournalSettlement;
import nl.digipoort.james.maildrop.MailboxApiAppender;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.Settlement;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.retention.SetAsideMail.Restoration;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left for the next user of a name. */
class RemovedUsersTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final AccountLimits limits = TestLimits.inMemory();
    private final AccountPolicies policies = TestPolicies.inMemory();
    private final QuotaLimits quotas = TestLimits.quotas();
    private final TestAudit audit = new TestAudit();
    private final TestRetention world = new TestRetention(limits, audit.trail());
    private final MailboxManager mailboxes = world.maildrops().mailboxes().manager();
    private final MemoryHeldMailStore held = new MemoryHeldMailStore(world.clock);
    private final MemoryUseStore uses = new MemoryUseStore();
    private final ActivityLog activity =
            TestActivityLog.of(new MemoryActivityStore(world.clock::nanos), TestUses.log(uses), world.clock);
    private final Entitlements entitlements = TestEntitlements.of(TestUsers.inMemory());

    @Test
    void setsMailAsideWithWhatIsHeldAndLeavesThatOfOthers() throws Exception {
        world.append(ALICE, Duration.ZERO, "old");
        hold(ALICE, "held");
        world.append(BOB, Duration.ZERO, "bob's");

        removedUsers(RemovedMail.KEEP).clear(ALICE);

        assertThat(world.subjects(ALICE)).isEmpty();
        assertThat(held.isWaiting(ALICE)).isFalse();
        assertThat(names(ALICE))
                .filteredOn(name -> name.startsWith("removed-"))
                .singleElement()
                .satisfies(name -> assertThat(count(ALICE, name)).isEqualTo(2));
        assertThat(world.subjects(BOB)).hasSize(1);
        assertThat(world.locks().lookAll()).isEmpty();
        assertThat(audit.records("event", "maildrop", "messages"))
                .containsExactly("brought-in alice@example.org", "set-aside alice@example.org 2");
    }

    @Test
    void deletesMailAndWhatIsHeldWhereTheOperatorChoseSo() throws Exception {
        for (int i = 0; i < 3; i++) {
            world.append(ALICE, Duration.ofDays(i), "old");
        }
        hold(ALICE, "held");
        world.append(BOB, Duration.ZERO, "bob's");

        removedUsers(RemovedMail.PURGE).clear(ALICE);

        assertThat(world.subjects(ALICE)).isEmpty();
        assertThat(held.isWaiting(ALICE)).isFalse();
        assertThat(names(ALICE)).containsExactly("INBOX");
        assertThat(world.subjects(BOB)).hasSize(1);
        assertThat(audit.records("event", "limits", "outcome", "messages"))
                .containsExactly(
                        "brought-in delivered",
                        "expiration-begun removedUsers=purge 4",
                        "expiration-ended removedUsers=purge deleted",
                        "expiration-ended removedUsers=purge deleted",
                        "expiration-ended removedUsers=purge deleted",
                        "expiration-ended removedUsers=purge deleted");
    }

    @Test
    void setsAsideOnceMoreWhatCameInBetween() throws Exception {
        RemovedUsers removedUsers = removedUsers(RemovedMail.KEEP);
        world.append(ALICE, Duration.ZERO, "old");
        removedUsers.clear(ALICE);
        world.clock.move(Duration.ofSeconds(1));
        world.append(ALICE, Duration.ZERO, "late");

        removedUsers.clear(ALICE);

        assertThat(world.subjects(ALICE)).isEmpty();
        assertThat(names(ALICE)).filteredOn(name -> name.startsWith("removed-")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(RemovedMail.class)
    void leavesNoLimitsNoPolicyAndNoLastUse(RemovedMail mail) throws Exception {
        limits.setExceptions(ALICE, TestLimits.retention(30));
        limits.setExceptions(BOB, TestLimits.retention(31));
        policies.setException(ALICE, AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3));
        quotas.setExceptions(ALICE, AccountLimitValues.of(Map.of(AccountLimit.QUOTA_MESSAGES, 5L)));
        activity.loggedIn(ALICE, "192.0.2.1", Set.of(Use.DIGEST_MD5));
        uses.save(Map.of(ALICE, Uses.of(Set.of(Use.PLAIN), world.clock.instant(), "192.0.2.1")));

        removedUsers(mail).clear(ALICE);

        assertThat(limits.exceptions()).containsOnlyKeys(BOB);
        assertThat(policies.exceptions()).isEmpty();
        assertThat(quotas.exceptionsOf(ALICE)).isEqualTo(AccountLimitValues.EMPTY);
        assertThat(activity.of(ALICE)).isEqualTo(Activity.NONE);
        assertThat(uses.find(ALICE)).isEqualTo(Uses.NONE);
        assertThat(audit.records("event")).isEmpty();
    }

    @Test
    void endsTheSessionOfTheUserAndWaitsForItsEnd() throws Exception {
        world.append(ALICE, Duration.ZERO, "old");
        OpenMaildrop session = world.open(ALICE);
        entitlements.onChange(ALICE, session::release);

        removedUsers(RemovedMail.KEEP).clear(ALICE);

        assertThat(world.subjects(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RemovedMail.class)
    void tellsThatAMaildropIsInUse(RemovedMail mail) throws Exception {
        world.append(ALICE, Duration.ZERO, "old");
        OpenMaildrop session = world.open(ALICE);

        assertThatThrownBy(() -> removedUsers(mail).clear(ALICE))
                .isInstanceOf(MaildropException.class)
                .hasMessage("the maildrop of alice@example.org is in use");

        assertThat(session.snapshot().count()).isEqualTo(1);
        assertThat(world.subjects(ALICE)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(RemovedMail.class)
    void changesNothingUnrecorded(RemovedMail mail) throws Exception {
        world.append(ALICE, Duration.ZERO, "old");
        audit.breakDown(true);

        assertThatThrownBy(() -> removedUsers(mail).clear(ALICE)).isInstanceOf(NotRecordedException.class);

        assertThat(world.subjects(ALICE)).hasSize(1);
        assertThat(world.locks().lookAll()).isEmpty();
    }

    @Test
    void givesMailBackWithItsUniqueIdsUnlessThereIsMailByNow() throws Exception {
        RemovedUsers removedUsers = removedUsers(RemovedMail.KEEP);
        world.append(ALICE, Duration.ZERO, "old");
        OpenMaildrop before = world.open(ALICE);
        String uniqueId = before.snapshot().uniqueId(1);
        before.release();
        removedUsers.clear(ALICE);
        OpenMaildrop successor = world.open(ALICE);

        assertThat(removedUsers.restore(ALICE, aside())).isEqualTo(Restoration.IN_USE);
        successor.release();
        assertThat(removedUsers.restore(ALICE, "removed-0")).isEqualTo(Restoration.NOT_FOUND);
        assertThat(removedUsers.restore(ALICE, "INBOX")).isEqualTo(Restoration.NOT_FOUND);
        assertThat(removedUsers.restore(BOB, aside())).isEqualTo(Restoration.NOT_FOUND);
        assertThat(removedUsers.restore(ALICE, aside())).isEqualTo(Restoration.DONE);

        OpenMaildrop after = world.open(ALICE);
        assertThat(after.snapshot().uniqueId(1)).isEqualTo(uniqueId);
        after.release();
        removedUsers.clear(ALICE);
        world.append(ALICE, Duration.ZERO, "new");
        assertThat(removedUsers.restore(ALICE, aside())).isEqualTo(Restoration.NOT_EMPTY);
        assertThat(world.subjects(ALICE)).containsExactly("new");
    }

    private String aside() throws Exception {
        return names(ALICE).stream()
                .filter(name -> name.startsWith("removed-"))
                .findFirst()
                .orElseThrow();
    }

    private RemovedUsers removedUsers(RemovedMail mail) {
        MemoryDeliveryJournal journal = new MemoryDeliveryJournal(Duration.ofDays(30), world.clock::nanos);
        Settlement settlement = new JournalSettlement(journal, new InMemoryId.Factory());
        return new RemovedUsers(
                mail,
                entitlements,
                new Leases(
                        world.locks(),
                        world.locks().keeper(),
                        lockSettings(),
                        new LockMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry())),
                held,
                new MailboxApiAppender(
                        mailboxes,
                        journal,
                        settlement,
                        new DeliveredSizes(new MemoryWireSizeStore()),
                        new MailboxApiReader(),
                        held,
                        Set.of(),
                        TestClocks.watching(world.clock)),
                new ArrivalAudit(audit.trail()),
                new AsideMailboxes(mailboxes, settlement, audit.trail()),
                world.retention(),
                new AccountTraces(limits, policies, quotas, activity),
                world.clock,
                Duration.ZERO);
    }

    private static LockSettings lockSettings() {
        try {
            var configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("lock.deliveryWait", 0);
            return LockSettings.from(Section.only("test.xml", configuration, "lock"));
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hold(Username user, String name) throws Exception {
        held.hold(
                IncomingMail.fromClient(name, TestContent.of("Subject: held\r\n\r\n")),
                List.of(Addressee.of(user, "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    private List<String> names(Username user) throws Exception {
        MailboxSession session = mailboxes.createSystemSession(user);
        return new ArrayList<>(mailboxes.list(session))
                .stream()
                        .filter(path -> path.getUser().equals(user))
                        .map(MailboxPath::getName)
                        .collect(Collectors.toList());
    }

    private long count(Username user, String name) throws Exception {
        MailboxSession session = mailboxes.createSystemSession(user);
        return mailboxes.getMailbox(MailboxPath.forUser(user, name), session).getMessageCount(session);
    }
}
