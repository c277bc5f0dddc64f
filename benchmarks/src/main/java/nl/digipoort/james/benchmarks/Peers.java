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
import nl.digipoort.james.benchmarks.peer.StockJames;

/** The servers, in the order in which they are measured. */
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

    private Peer digipoort() throws IOException {
        Path built = project().resolve("server/target/digipoort");
        return new Digipoort(
                Path.of(options.text("--distribution", built.toString())),
                Files.createDirectories(scratch.resolve("digipoort")),
                certificate,
                words("--java-opts", "-Xmx512m -XX:+UseParallelGC"));
    }

    private Peer stockJames() throws IOException {
        return new StockJames(
                project().resolve("benchmarks/target/stock-james"),
                Files.createDirectories(scratch.resolve("stock-james")),
                certificate,
                words("--stock-java-opts", "-Xmx3g"));
    }

    private Peer dovecot(Dovecot.LoginProcesses login) throws IOException {
        return new Dovecot(login, Files.createDirectories(scratch.resolve(login.peer())), certificate);
    }

    private Path project() {
        return Path.of(options.text("--project", "."));
    }

    private List<String> words(String option, String otherwise) {
        return List.of(options.text(option, otherwise).strip().split(" +", -1));
    }
}
