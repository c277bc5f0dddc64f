// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.benchmarks.floor.OpensslFloor;
import nl.digipoort.james.benchmarks.peer.Certificate;
import nl.digipoort.james.benchmarks.peer.Digipoort;
import nl.digipoort.james.benchmarks.peer.Dovecot;
import nl.digipoort.james.benchmarks.peer.Peer;
import nl.digipoort.james.benchmarks.peer.RestartablePeer;
import nl.digipoort.james.benchmarks.peer.StockJames;

/** The servers, in the order of measurement. */
final class Peers {
    private final Options options;
    private final Path scratch;
    private final Certificate certificate;

    Peers(Options options, Path scratch, Certificate certificate) {
        this.options = options;
        this.scratch = scratch;
        this.certificate = certificate;
    }

    List<Peer> chosen() throws IOException {
        List<Peer> all = List.of(
                digipoort(),
                stockJames(),
                dovecot(Dovecot.LoginProcesses.FAST),
                dovecot(Dovecot.LoginProcesses.DEFAULT));
        List<String> names = new ArrayList<>(all.stream().map(Peer::name).toList());
        names.add(OpensslFloor.NAME);
        names.addAll(ArrivalPeers.NAMES);
        for (String name : options.texts("--only", List.of())) {
            if (!names.contains(name)) {
                throw new UsageException("--only " + name + " is none of " + names);
            }
        }
        return all.stream().filter(peer -> isChosen(peer.name())).toList();
    }

    boolean isChosen(String name) {
        return options.texts("--only", List.of(name)).contains(name);
    }

    /** Those whose logins are measured in turns; beside this server another build of it, or the same with other options. */
    List<RestartablePeer> forTurns() throws IOException {
        List<RestartablePeer> peers = new ArrayList<>(List.of(digipoort()));
        if (options.has("--against") || options.has("--against-java-opts")) {
            peers.add(new Digipoort(
                    "against",
                    Path.of(options.text("--against", distribution(options).toString())),
                    Files.createDirectories(scratch.resolve("against")),
                    certificate,
                    words(options, "--against-java-opts", String.join(" ", javaOptions(options)))));
        }
        peers.add(dovecot(Dovecot.LoginProcesses.FAST));
        return peers;
    }

    private Digipoort digipoort() throws IOException {
        return new Digipoort(
                distribution(options),
                Files.createDirectories(scratch.resolve("digipoort")),
                certificate,
                javaOptions(options));
    }

    private Peer stockJames() throws IOException {
        return new StockJames(
                project(options).resolve("benchmarks/target/stock-james"),
                Files.createDirectories(scratch.resolve("stock-james")),
                certificate,
                stockJavaOptions(options));
    }

    private Dovecot dovecot(Dovecot.LoginProcesses login) throws IOException {
        return new Dovecot(login, Files.createDirectories(scratch.resolve(login.peer())), certificate);
    }

    static Path project(Options options) {
        return Path.of(options.text("--project", "."));
    }

    static Path distribution(Options options) {
        Path built = project(options).resolve("server/target/digipoort");
        return Path.of(options.text("--distribution", built.toString()));
    }

    static List<String> javaOptions(Options options) {
        return words(options, "--java-opts", "-Xmx512m -XX:+UseParallelGC");
    }

    static List<String> stockJavaOptions(Options options) {
        return words(options, "--stock-java-opts", "-Xmx3g");
    }

    private static List<String> words(Options options, String option, String otherwise) {
        return List.of(options.text(option, otherwise).strip().split(" +", -1));
    }
}
