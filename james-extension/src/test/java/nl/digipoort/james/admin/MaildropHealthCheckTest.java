// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.configuration.TestFindings;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.FreeSpace;
import nl.digipoort.james.scrub.ScrubResult;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class MaildropHealthCheckTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final TestClock clock = new TestClock();
    private final TestLocks locks = new TestLocks();
    private final FakeHeldDeliveries deliveries = new FakeHeldDeliveries();
    private final RecordedGauges gauges = new RecordedGauges();
    private final ScrubResult scrub = new ScrubResult(new RecordingMetricFactory(), gauges);
    private MaildropHealthCheck check;

    @BeforeEach
    void setUp() throws Exception {
        check = check(0);
    }

    private MaildropHealthCheck check(long freeSpace) throws Exception {
        return check(freeSpace, TestFindings.registered());
    }

    private MaildropHealthCheck check(long freeSpace, Findings findings) throws Exception {
        var configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("delivery.alarmAfter", 60);
        return new MaildropHealthCheck(
                locks,
                locks.keeper(),
                deliveries,
                DeliverySettings.from(Section.only("test.xml", configuration, "delivery")),
                new LockMetrics(new RecordingMetricFactory(), gauges),
                new FreeSpace(Path.of("."), freeSpace),
                scrub,
                findings,
                clock);
    }

    @Test
    void isUnhealthyWhenThereIsTooLittleFreeSpace() throws Exception {
        check = check(Long.MAX_VALUE);

        Result result = look();

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause()).contains("There is too little free space, so no mail is taken");
    }

    /** The keeper's thread does not run here. */
    @Test
    void isUnhealthyWhenNobodyLooksAfterTheLeases() {
        locks.pass(TestLocks.LEASE);
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);

        locks.pass(Duration.ofSeconds(1));

        assertThat(look().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(look().getCause()).contains("The leases on maildrops have not been looked after for 61 s");
    }

    @Test
    void isHealthyWhenNothingIsLockedOrHeld() {
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    /** The file of an earlier version names no check that would. */
    @Test
    void speaksForTheConfigurationWhereItsOwnCheckIsNotRegistered() throws Exception {
        Finding finding = Finding.breaking("some.xml", "it is open", "close it");
        check = check(0, TestFindings.registered(finding));
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);

        check = check(0, TestFindings.registeredEarlier(finding));
        Result result = look();

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause().orElseThrow())
                .contains("some.xml: it is open; close it")
                .contains("add to additional.healthchecks: nl.digipoort.james.admin.ConfigurationHealthCheck");
    }

    @Test
    void isHealthyWhileNoDeliveryWaitsForTooLong() {
        lock(ALICE);
        deliveries.hold(ALICE, "Mail1", clock.instant());
        pass(59);

        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void isDegradedWhenADeliveryWaitsForTooLongAndNamesNobody() {
        deliveries.hold(ALICE, "Mail1", clock.instant());
        pass(20);
        lock(ALICE);
        deliveries.hold(ALICE, "Mail2", clock.instant());
        pass(10);
        lock(BOB);
        pass(30);

        Result result = look();

        assertThat(result.getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result.getComponentName()).isEqualTo(check.componentName());
        assertThat(result.getCause())
                .contains("Deliveries held: 2, the oldest for 60 s; locks: 2, the oldest for 40 s");
    }

    @Test
    void isUnhealthyWhenTheLocksAreUnavailable() {
        locks.cutOff(true);

        Result result = look();

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause()).contains("The locks on maildrops cannot be reached");
        assertThat(result.getError()).isPresent();
    }

    @Test
    void isUnhealthyWhenTheHeldMailIsUnavailable() {
        deliveries.cutOff();

        Result result = look();

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause()).contains("The held mail cannot be reached");
    }

    @Test
    void doesNotBlockTheThreadThatAsks() {
        Thread asking = Thread.currentThread();
        Thread[] looking = new Thread[1];

        Mono.from(check.check())
                .doOnNext(result -> looking[0] = Thread.currentThread())
                .block();

        assertThat(looking[0]).isNotNull().isNotSameAs(asking);
    }

    @Test
    void measuresTheLocksOfAllNodes() {
        lock(ALICE);
        pass(3);
        lock(BOB);
        pass(2);

        look();

        assertThat(gauges.value("digipoort-locks")).isEqualTo(2);
        assertThat(gauges.value("digipoort-lock-oldest-seconds")).isEqualTo(5L);
    }

    private Result look() {
        return Mono.from(check.check()).block();
    }

    private void lock(Username maildrop) {
        assertThat(locks.store().acquire(maildrop, LeaseHolder.of(HolderKind.SESSION, "node-1", "192.0.2.1")))
                .isPresent();
    }

    private void pass(int seconds) {
        clock.move(Duration.ofSeconds(seconds));
        locks.pass(Duration.ofSeconds(seconds));
    }
}
