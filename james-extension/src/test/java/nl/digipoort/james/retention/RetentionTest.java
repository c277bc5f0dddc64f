// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.retention.RetentionResult.Ending;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;

/** Which messages are removed when they are too old, and what is told of it. */
class RetentionTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final AccountLimits limits = TestLimits.inMemory();
    private final TestAudit audit = new TestAudit();
    private final TestRetention world = new TestRetention(limits, audit.trail());
    private final Retention retention = world.retention();

    @Test
    void removesWhatIsOlderAndNothingElse() throws Exception {
        limits.setForAll(TestLimits.retention(30));
        world.append(ALICE, MONTH.plus(DAY).plusMillis(1), "just too old");
        world.append(ALICE, MONTH.plus(DAY), "just not");
        world.append(ALICE, Duration.ofDays(400), "ancient");
        world.append(ALICE, Duration.ZERO, "new");
        world.append(BOB, Duration.ofDays(400), "bob's");

        RetentionResult result = retention.expire(ALICE);

        assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(result.deleted()).isEqualTo(2);
        assertThat(world.subjects(ALICE)).containsExactly("just not", "new");
        assertThat(world.subjects(BOB)).hasSize(1);
        assertThat(world.locks().lookAll()).isEmpty();
        assertThat(world.metrics.countFor("digipoort-retention-deleted")).isEqualTo(2);
    }

    @Test
    void recordsEachMessageWithItsAge() throws Exception {
        limits.setForAll(TestLimits.retention(30));
        world.append(ALICE, Duration.ofDays(32), "a");
        world.append(ALICE, Duration.ofDays(40).plusHours(23), "b");

        retention.expire(ALICE);

        assertThat(audit.records("event", "maildrop", "limits", "outcome", "size", "age", "messages"))
                .containsExactly(
                        "expiration-begun alice@example.org retention=30 2",
                        "expiration-ended alice@example.org retention=30 deleted 14 32",
                        "expiration-ended alice@example.org retention=30 deleted 14 40");
    }

    @Test
    void removesNothingUnrecorded() throws Exception {
        limits.setForAll(TestLimits.retention(30));
        world.append(ALICE, Duration.ofDays(32), "old");
        audit.breakDown(true);

        assertThatThrownBy(() -> retention.expire(ALICE)).isInstanceOf(NotRecordedException.class);

        assertThat(world.subjects(ALICE)).hasSize(1);
        assertThat(world.locks().lookAll()).isEmpty();
    }

    /** A lock that stays would keep sessions and deliveries of this node out until a restart. */
    @Test
    void freesTheLockAfterAnErrorToo() throws Exception {
        limits.setForAll(TestLimits.retention(30));
        world.append(ALICE, Duration.ofDays(32), "old");
        world.runOutOfMemoryWhenMarking(ALICE);

        assertThatThrownBy(() -> retention.expire(ALICE)).isInstanceOf(OutOfMemoryError.class);

        assertThat(world.locks().lookAll()).isEmpty();
        assertThat(world.subjects(ALICE)).hasSize(1);
    }

    @Test
    void leavesAMaildropThatIsInUseForTheNextTime() throws Exception {
        limits.setForAll(TestLimits.retention(30));
        world.append(ALICE, Duration.ofDays(32), "old");
        OpenMaildrop session = world.open(ALICE);

        assertThat(retention.expire(ALICE).ending()).isEqualTo(Ending.POSTPONED);
        assertThat(session.snapshot().count()).isEqualTo(1);
        assertThat(world.metrics.countFor("digipoort-retention-postponed")).isEqualTo(1);
        session.release();

        assertThat(retention.expire(ALICE).deleted()).isEqualTo(1);
    }

    @Test
    void takesNoLockWhereNothingIsTooOld() throws Exception {
        world.append(ALICE, Duration.ofDays(400), "kept for ever");
        assertThat(retention.expire(ALICE).ending()).isEqualTo(Ending.COMPLETE);
        limits.setForAll(TestLimits.retention(401));
        world.locks().cutOff(true);

        assertThat(retention.expire(ALICE).ending()).isEqualTo(Ending.COMPLETE);
        assertThat(retention.expire(BOB).ending()).isEqualTo(Ending.COMPLETE);

        assertThat(world.subjects(ALICE)).hasSize(1);
    }

    @Test
    void goesOnStepByStep() throws Exception {
        limits.setForAll(TestLimits.retention(1));
        for (int i = 0; i < 1001; i++) {
            world.append(ALICE, Duration.ofDays(3), "old");
        }
        world.append(ALICE, Duration.ZERO, "new");

        assertThat(retention.expire(ALICE).deleted()).isEqualTo(1001);

        assertThat(world.subjects(ALICE)).containsExactly("new");
        assertThat(audit.records("event").stream().filter("expiration-begun"::equals))
                .hasSize(3);
    }

    @Test
    void looksAtEverybodyWhereOneHoldsForAll() throws Exception {
        for (Username user : List.of(ALICE, BOB)) {
            world.append(user, Duration.ofDays(32), "old");
        }
        limits.setForAll(TestLimits.retention(30));
        limits.setExceptions(BOB, TestLimits.retention(AccountLimit.NONE));

        schedule().look();

        assertThat(world.subjects(ALICE)).isEmpty();
        assertThat(world.subjects(BOB)).hasSize(1);
    }

    @Test
    void looksOnlyAtExceptionsWhereNoneHoldsForAll() throws Exception {
        for (Username user : List.of(ALICE, BOB)) {
            world.append(user, Duration.ofDays(32), "old");
        }
        limits.setExceptions(BOB, TestLimits.retention(30));
        limits.setExceptions(ALICE, TestLimits.loginDelay(1));

        schedule().look();

        assertThat(world.subjects(ALICE)).hasSize(1);
        assertThat(world.subjects(BOB)).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhenOneFails() throws Exception {
        for (Username user : List.of(ALICE, BOB)) {
            world.append(user, Duration.ofDays(32), "old");
        }
        limits.setForAll(TestLimits.retention(30));
        RetentionSchedule schedule = schedule();
        audit.breakDown(true);

        try (CapturedLog log = CapturedLog.of(RetentionSchedule.class)) {
            schedule.look();

            assertThat(log.take())
                    .hasSize(2)
                    .allMatch(line -> line.endsWith(" cannot be removed now; it is tried again"));
        }
        assertThat(world.metrics.countFor("digipoort-retention-failed")).isEqualTo(2);
        audit.breakDown(false);
        schedule.look();
        assertThat(world.subjects(ALICE)).isEmpty();
        assertThat(world.subjects(BOB)).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhenOneShowsADefect() throws Exception {
        for (Username user : List.of(ALICE, BOB)) {
            world.append(user, Duration.ofDays(32), "old");
        }
        limits.setForAll(TestLimits.retention(30));
        RetentionSchedule schedule = schedule();
        world.breakDown(ALICE);

        schedule.look();

        assertThat(world.subjects(ALICE)).hasSize(1);
        assertThat(world.subjects(BOB)).isEmpty();
        assertThat(world.metrics.countFor("digipoort-retention-failed")).isEqualTo(1);
    }

    @Test
    void beginsNoStepWhenTheServerStops() throws Exception {
        limits.setForAll(TestLimits.retention(30));
        world.append(ALICE, Duration.ofDays(32), "old");
        RetentionSchedule schedule = schedule();

        schedule.stop();
        schedule.look();

        assertThat(retention.expire(ALICE).ending()).isEqualTo(Ending.POSTPONED);
        assertThat(world.subjects(ALICE)).hasSize(1);
    }

    @Test
    void removesNothingByAClockThatLeaptUntilItIsConfirmed() throws Exception {
        limits.setForAll(TestLimits.retention(1));
        world.append(ALICE, Duration.ofDays(3), "really old");
        world.append(ALICE, Duration.ofMinutes(5), "new");

        world.clock.step(Duration.ofDays(40));
        retention.expire(ALICE);
        assertThat(world.subjects(ALICE)).containsExactly("new");

        world.watch.confirm();
        retention.expire(ALICE);
        assertThat(world.subjects(ALICE)).isEmpty();
    }

    @Test
    void removesNothingEarlyByALeapOfADayThatNobodyNoticed() throws Exception {
        limits.setForAll(TestLimits.retention(1));
        world.append(ALICE, Duration.ofMinutes(5), "new");

        world.clock.step(DAY);
        world.watch.confirm();
        retention.expire(ALICE);

        assertThat(world.subjects(ALICE)).containsExactly("new");
    }

    /** What comes while the clock is behind is stamped with the later time, so it is not old when the clock is right again. */
    @Test
    void removesNothingEarlyThatCameWhileTheClockWasBehind() throws Exception {
        limits.setForAll(TestLimits.retention(1));
        world.clock.step(Duration.ofDays(-40));
        world.deliver(ALICE, "new");

        world.clock.step(Duration.ofDays(40));
        retention.expire(ALICE);

        assertThat(world.subjects(ALICE)).containsExactly("new");
    }

    /** Between the look and the lock another mailbox, with the same uids, may have taken the place of this one. */
    @Test
    void comparesMailboxAndAgeAgainUnderTheLock() throws Exception {
        limits.setForAll(TestLimits.retention(1));
        world.append(ALICE, Duration.ofDays(3), "old");
        world.whenLookedThrough(() -> {
            world.rename(ALICE, "elsewhere");
            world.append(ALICE, Duration.ZERO, "new");
        });

        assertThat(retention.expire(ALICE).deleted()).isZero();

        assertThat(world.subjects(ALICE)).containsExactly("new");
        assertThat(world.locks().lookAll()).isEmpty();
    }

    @Test
    void freesTheLockWhenTheSecondLookFails() throws Exception {
        limits.setForAll(TestLimits.retention(1));
        world.append(ALICE, Duration.ofDays(3), "old");
        world.whenLookedThrough(() -> world.breakDown(ALICE));

        assertThatThrownBy(() -> retention.expire(ALICE)).isInstanceOf(IllegalStateException.class);

        assertThat(world.locks().lookAll()).isEmpty();
        assertThat(world.subjects(ALICE)).containsExactly("old");
    }

    private RetentionSchedule schedule() throws Exception {
        UsersRepository users = TestUsers.inMemory();
        users.addUser(ALICE, "secret");
        users.addUser(BOB, "secret");
        return new RetentionSchedule(retention, limits, TestLimits.configured(""), users, world.retentionMetrics);
    }
}
