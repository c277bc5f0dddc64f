// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.client.Script;
import nl.digipoort.james.benchmarks.client.SessionResult;
import nl.digipoort.james.benchmarks.peer.Digipoort;
import nl.digipoort.james.benchmarks.peer.Loopback;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Peer;
import nl.digipoort.james.benchmarks.peer.Postgres;
import nl.digipoort.james.benchmarks.peer.StockJames;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A James that receives mail by SMTP or LMTP. POP3 sessions check and empty its maildrops. */
public final class JamesWayIn implements WayIn {
    private static final long LONGEST_MINUTES = 5;
    private static final Duration START = Duration.ofMinutes(1);
    private static final long GIBI = 1L << 30;

    private final String name;
    private final Protocol protocol;
    private final Peer james;
    private final Entrance entrance;
    private final Requirement requirement;
    private final Optional<Postgres> database;
    private final long mostOctets;
    private final Pop3Client client;

    private interface Entrance {
        InetSocketAddress address();
    }

    private interface Requirement {
        Optional<String> missing() throws IOException;
    }

    private JamesWayIn(
            String name,
            Protocol protocol,
            Peer james,
            Entrance entrance,
            Requirement requirement,
            Optional<Postgres> database,
            long mostOctets,
            Pop3Client client) {
        this.name = name;
        this.protocol = protocol;
        this.james = james;
        this.entrance = entrance;
        this.requirement = requirement;
        this.database = database;
        this.mostOctets = mostOctets;
        this.client = client;
    }

    public static WayIn smtp(Digipoort james, Pop3Client client) {
        return new JamesWayIn(
                "digipoort",
                Protocol.SMTP,
                james,
                james::smtp,
                Optional::empty,
                Optional.empty(),
                Long.MAX_VALUE,
                client);
    }

    /** @param distribution the server's build, which shows whether it supports LMTP */
    public static WayIn lmtp(Digipoort james, Path distribution, Pop3Client client) {
        return new JamesWayIn(
                "digipoort-lmtp",
                Protocol.LMTP,
                james,
                () -> james.lmtp().orElseThrow(),
                () -> Digipoort.hasLmtp(distribution)
                        ? Optional.empty()
                        : Optional.of("no <digipoort> listener in lmtpserver.xml"),
                Optional.empty(),
                Long.MAX_VALUE,
                client);
    }

    /** @param database the server's database; this object starts and closes it */
    public static WayIn smtp(Digipoort james, Postgres database, Pop3Client client) {
        return new JamesWayIn(
                "digipoort-postgresql",
                Protocol.SMTP,
                james,
                james::smtp,
                () -> Postgres.isInstalled() ? Optional.empty() : Optional.of("no PostgreSQL 15"),
                Optional.of(database),
                Long.MAX_VALUE,
                client);
    }

    /** It keeps all mail in memory, and more than one copy during reception. */
    public static WayIn smtp(StockJames james, Pop3Client client) {
        return new JamesWayIn(
                "stock-james", Protocol.SMTP, james, james::smtp, Optional::empty, Optional.empty(), GIBI / 2, client);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() throws Exception {
        return protocol + ", " + james.version();
    }

    @Override
    public Optional<String> missing() throws IOException {
        return requirement.missing();
    }

    @Override
    public long mostOctets() {
        return mostOctets;
    }

    @Override
    public void start(List<Account> accounts) throws Exception {
        if (database.isPresent()) {
            database.get().start();
        }
        james.start(
                accounts.stream().map(account -> new Maildrop(account, 0, 0)).toList());
        Loopback.await(entrance.address(), START);
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public InetSocketAddress address() {
        return entrance.address();
    }

    @Override
    public List<ProcessTree> processes() {
        List<ProcessTree> trees = new ArrayList<>(List.of(james.process()));
        database.map(Postgres::process).ifPresent(trees::add);
        return trees;
    }

    @Override
    public List<Integer> visible(List<Account> accounts) throws Exception {
        List<CompletableFuture<SessionResult>> looks = accounts.stream()
                .map(account -> client.play(
                        james.pop3(), account, login(account).line("STAT").quit()))
                .toList();
        List<Integer> visible = new ArrayList<>();
        for (CompletableFuture<SessionResult> look : looks) {
            visible.add(look.get(LONGEST_MINUTES, TimeUnit.MINUTES).messages());
        }
        return visible;
    }

    private Script login(Account account) {
        return Script.login(account, james.authentication());
    }

    @Override
    public void empty(List<Account> accounts) throws Exception {
        List<Integer> messages = visible(accounts);
        for (int i = 0; i < accounts.size(); i++) {
            Account account = accounts.get(i);
            if (messages.get(i) > 0) {
                Script script = login(account).dele(messages.get(i)).quit();
                Object unused = client.play(james.pop3(), account, script).get(LONGEST_MINUTES, TimeUnit.MINUTES);
            }
        }
    }

    @Override
    public void close() {
        james.close();
        database.ifPresent(Postgres::close);
    }
}
