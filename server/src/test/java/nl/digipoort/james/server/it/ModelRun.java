// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.server.model.History;

/** One seed: clients and disturbances for a while, then silence, and a last look at every maildrop. */
final class ModelRun {
    private static final int ACCOUNTS = 4;
    private static final int AGENCIES = 4;
    private static final int BUSINESSES = 10;

    private final ModelCluster cluster;
    private final long seed;
    private final ModelRecorder recorder = new ModelRecorder();

    ModelRun(ModelCluster cluster, long seed) {
        this.cluster = cluster;
        this.seed = seed;
    }

    void during(Duration time) throws Exception {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(cluster.nodes().get(0).gateway().newAccount());
        }
        ModelClock clock = new ModelClock(time);
        List<Work> all = new ArrayList<>();
        // a fixed order, in which they get their own numbers
        Random seeds = new Random(seed);
        for (int i = 1; i <= AGENCIES; i++) {
            all.add(new ModelAgency(
                    "agency-" + i, UsualNode.of(i, cluster), accounts, recorder, new Random(seeds.nextLong()))::run);
        }
        for (int i = 1; i <= BUSINESSES; i++) {
            all.add(new ModelBusiness(
                    "business-" + i, UsualNode.of(i, cluster), accounts, recorder, new Random(seeds.nextLong()))::run);
        }
        for (ModelFaults faults : cluster.faults()) {
            all.add(new ModelNemesis(faults, recorder, new Random(seeds.nextLong()))::run);
        }
        runAll(all, clock);

        cluster.awaitQuiet();
        ModelBusiness auditor = new ModelBusiness(
                "auditor", UsualNode.of(0, cluster), accounts, recorder, new Random(seeds.nextLong()));
        for (Account account : accounts) {
            await().atMost(ModelCluster.PATIENCE)
                    .until(() -> auditor.lookAtAll(cluster.nodes().get(1), account));
        }
    }

    /** What is known by now. */
    History history() throws IOException {
        return recorder.history(cluster.audit());
    }

    private static void runAll(List<Work> all, ModelClock clock) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Work work : all) {
                running.add(threads.submit(() -> {
                    try {
                        work.during(clock);
                        return null;
                    } catch (Exception e) {
                        clock.stop();
                        throw e;
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            clock.stop();
            threads.shutdown();
            // a node that is being started would outlive the test
            if (!threads.awaitTermination(ModelCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        }
    }

    /** What one thread does until the time is over. */
    private interface Work {
        void during(ModelClock clock) throws Exception;
    }
}
