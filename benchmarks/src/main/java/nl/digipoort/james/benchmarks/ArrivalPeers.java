// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.benchmarks.arrival.ArrivalRun;
import nl.digipoort.james.benchmarks.arrival.DovecotLmtp;
import nl.digipoort.james.benchmarks.arrival.JamesWayIn;
import nl.digipoort.james.benchmarks.arrival.SmtpSource;
import nl.digipoort.james.benchmarks.arrival.WayIn;
import nl.digipoort.james.benchmarks.client.Pop3Client;
import nl.digipoort.james.benchmarks.peer.Certificate;
import nl.digipoort.james.benchmarks.peer.Digipoort;
import nl.digipoort.james.benchmarks.peer.Postgres;
import nl.digipoort.james.benchmarks.peer.StockJames;

/** The servers that receive mail, in the order of measurement, and the program that sends it. */
final class ArrivalPeers {
    /** The names of the servers on the command line. */
    static final List<String> NAMES =
            List.of("digipoort", "digipoort-lmtp", "digipoort-postgresql", "stock-james", "dovecot");

    private final Options options;
    private final Path scratch;
    private final Certificate certificate;
    private final Pop3Client client;

    ArrivalPeers(Options options, Path scratch, Certificate certificate, Pop3Client client) {
        this.options = options;
        this.scratch = scratch;
        this.certificate = certificate;
        this.client = client;
    }

    /** Empty if this machine does not have it. */
    Optional<SmtpSource> smtpSource() {
        return SmtpSource.find(target("postfix"), options.has("--one-connection"));
    }

    List<WayIn> chosen() throws IOException {
        // PostgreSQL and Dovecot do not run as root
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<WayIn> all = new ArrayList<>();
        all.add(JamesWayIn.smtp(digipoort("digipoort"), client));
        all.add(JamesWayIn.lmtp(digipoort("digipoort-lmtp"), distribution(), client));
        Postgres postgres = new Postgres(folder("postgresql"));
        all.add(JamesWayIn.smtp(
                new Digipoort(
                        distribution(),
                        folder("digipoort-postgresql"),
                        certificate,
                        Peers.javaOptions(options),
                        postgres),
                postgres,
                client));
        all.add(JamesWayIn.smtp(
                new StockJames(
                        target("stock-james"), folder("stock-james"), certificate, Peers.stockJavaOptions(options)),
                client));
        all.add(new DovecotLmtp(target("dovecot"), folder("dovecot")));
        return all.stream()
                .filter(server -> options.texts("--only", NAMES).contains(server.name()))
                .toList();
    }

    private Digipoort digipoort(String name) throws IOException {
        return new Digipoort(distribution(), folder(name), certificate, Peers.javaOptions(options));
    }

    private Path distribution() {
        return Peers.distribution(options);
    }

    private Path target(String name) {
        return Peers.project(options).resolve("benchmarks/target").resolve(name);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(scratch.resolve(ArrivalRun.NAME).resolve(name));
    }
}
