// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.Authentication;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.DistributedNode;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Message;
import nl.digipoort.james.benchmarks.process.ProcessTree;
import nl.digipoort.james.benchmarks.scenario.Phase;

/**
 * Deliveries, sessions that fetch and delete what was delivered, and sessions on empty maildrops, each by so many clients at a time, half of
 * them on either node.
 */
final class DistributedRun {
    static final String DELIVERY = "delivery";
    static final String SESSION = "session";
    static final String EMPTY = "empty";

    private static final int OCTETS = 8192;
    /** So many that a client seldom meets the account of another. */
    private static final int ACCOUNTS = 200;

    private static final long LONGEST_SESSION_SECONDS = 60;

    private final Backends backends;
    private final List<DistributedNode> nodes;
    private final Pop3Client pop3;
    private final Consumer<String> log;
    private final SmtpDelivery delivery = new SmtpDelivery(stuffed(Message.of(OCTETS)));
    private final List<Account> filled = accounts("vol");
    private final List<Account> empty = accounts("leeg");
    /** An account for each message that is there to be fetched. */
    private final Queue<Account> delivered = new ConcurrentLinkedQueue<>();

    private final AtomicInteger turn = new AtomicInteger();

    DistributedRun(Backends backends, List<DistributedNode> nodes, Pop3Client pop3, Consumer<String> log) {
        this.backends = backends;
        this.nodes = nodes;
        this.pop3 = pop3;
        this.log = log;
    }

    private static List<Account> accounts(String name) {
        return IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> new Account(name + i + "@bench.local", "geheim-" + i))
                .toList();
    }

    private static byte[] stuffed(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.replace("\r\n.", "\r\n..").getBytes(StandardCharsets.ISO_8859_1);
    }

    List<Phase> run(DistributedPlan plan) throws Exception {
        List<Maildrop> maildrops = new ArrayList<>();
        filled.forEach(account -> maildrops.add(new Maildrop(account, 0, 0)));
        empty.forEach(account -> maildrops.add(new Maildrop(account, 0, 0)));
        nodes.get(0).make(maildrops);
        int most = Collections.max(plan.clients());
        round(most, plan.warmUp(backends.nodes()).dividedBy(3), "warm-up ");
        List<Phase> phases = new ArrayList<>();
        // most first: they warm the compilers for the others
        for (int clients :
                plan.clients().stream().sorted(Comparator.reverseOrder()).toList()) {
            phases.addAll(round(clients, plan.measure(), ""));
        }
        return phases;
    }

    private List<Phase> round(int clients, Duration time, String prefix) throws Exception {
        return List.of(
                phase(prefix + DELIVERY, clients, time, () -> Optional.of(next(filled)), this::deliver),
                phase(
                        prefix + SESSION,
                        clients,
                        time,
                        () -> Optional.ofNullable(delivered.poll()),
                        (client, account) -> play(client, account, DistributedRun::fetch)),
                phase(
                        prefix + EMPTY,
                        clients,
                        time,
                        () -> Optional.of(next(empty)),
                        (client, account) -> play(client, account, UnaryOperator.identity())));
    }

    private Account next(List<Account> accounts) {
        return accounts.get(Math.floorMod(turn.getAndIncrement(), accounts.size()));
    }

    private void deliver(int client, Account account) throws Exception {
        delivery.send(node(client).smtp(), account);
        delivered.add(account);
    }

    private static Script fetch(Script script) {
        return script.multiLine("LIST").multiLine("UIDL").retr(1, 1).dele(1);
    }

    private void play(int client, Account account, UnaryOperator<Script> commands) throws Exception {
        Script script = commands.apply(
                        Script.login(account, Authentication.DIGEST_MD5).line("STAT"))
                .quit();
        InetSocketAddress server = node(client).pop3();
        Object unused = pop3.play(server, account, script).get(LONGEST_SESSION_SECONDS, TimeUnit.SECONDS);
    }

    private DistributedNode node(int client) {
        return nodes.get(client % nodes.size());
    }

    private Phase phase(
            String name,
            int clients,
            Duration time,
            Supplier<Optional<Account>> accounts,
            ClosedLoop.Operation operation)
            throws Exception {
        List<ProcessTree> james = nodes.stream().map(DistributedNode::process).toList();
        Requests asked = Requests.of(backends);
        Work worked = Work.of(backends, james);
        ClosedLoop.Result result = ClosedLoop.run(clients, time, accounts, operation);
        Work work = Work.of(backends, james);
        Requests requests = Requests.of(backends);
        int operations = result.nanos().size();
        Map<Figure, Double> figures = work.since(worked, operations);
        figures.putAll(requests.since(asked, operations));
        figures.put(Figure.OPERATIONS_PER_SECOND, operations / (result.elapsed().toNanos() / 1e9));
        figures.put(Figure.P50_MILLIS, result.percentileMillis(0.5));
        figures.put(Figure.P95_MILLIS, result.percentileMillis(0.95));
        Sample sample = Sample.of(figures, result.failures(), "");
        log.accept(name + " " + clients + ": " + operations + " " + sample.figures() + " " + result.failures());
        return new Phase(name, clients, List.of(sample));
    }
}
