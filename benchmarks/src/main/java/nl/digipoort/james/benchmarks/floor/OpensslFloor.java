// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.floor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digipoort.james.benchmarks.client.TlsClient;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.peer.Certificate;
import nl.digipoort.james.benchmarks.peer.Loopback;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.ProcessTree;
import nl.digipoort.james.benchmarks.scenario.Phase;

/**
 * The lower bound on this machine: {@code openssl s_server} with the same certificate and suite. It makes a new handshake and closes, or
 * sends a file and closes.
 */
public final class OpensslFloor {
    public static final String NAME = "openssl";
    public static final String HANDSHAKE = "handshake";
    public static final String BULK = "bulk";
    /** The phase with handshakes directly before and after a server, which shows the current speed of the machine. */
    public static final String BESIDE = "floor";

    private static final String SUITE = "TLS_AES_128_GCM_SHA256";
    private static final String FILE = "bulk";
    private static final long FILE_OCTETS = 256_000_000;
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration LONGEST_BESIDE = Duration.ofSeconds(3);
    private static final long LONGEST_SECONDS = 300;
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    private final Path scratch;
    private final Certificate certificate;
    private final Duration measure;
    private final int repetitions;
    private final Consumer<String> log;

    public OpensslFloor(
            Path scratch, Certificate certificate, Duration measure, int repetitions, Consumer<String> log) {
        this.scratch = scratch;
        this.certificate = certificate;
        this.measure = measure;
        this.repetitions = repetitions;
        this.log = log;
    }

    public List<Phase> run() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(scratch.resolve(FILE).toFile(), "rw")) {
            file.setLength(FILE_OCTETS);
        }
        return with((client, address, process) -> List.of(
                new Phase(HANDSHAKE, 1, handshakes(client, address, process, measure, HANDSHAKE)),
                bulk(client, address, process)));
    }

    /** Handshakes of a few seconds, for a phase {@link #BESIDE} of the server that is measured next or was measured last. */
    public List<Sample> beside() throws Exception {
        Duration seconds = measure.compareTo(LONGEST_BESIDE) < 0 ? measure : LONGEST_BESIDE;
        return with((client, address, process) -> handshakes(client, address, process, seconds, BESIDE));
    }

    private interface Measurement<T> {
        T take(TlsClient client, InetSocketAddress address, ProcessTree process) throws Exception;
    }

    private <T> T with(Measurement<T> measurement) throws Exception {
        try (TlsClient client = new TlsClient()) {
            InetSocketAddress address = Loopback.at(Loopback.freePort());
            try (Child server = start(address)) {
                Loopback.await(address, START);
                return measurement.take(client, address, server.tree());
            }
        }
    }

    private Child start(InetSocketAddress address) throws IOException {
        return Child.start(
                scratch.resolve("openssl.out"),
                List.of(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + address.getPort(),
                        "-cert",
                        certificate.chain().toString(),
                        "-key",
                        certificate.privateKey().toString(),
                        "-tls1_3",
                        "-ciphersuites",
                        SUITE,
                        "-quiet",
                        "-WWW"));
    }

    private List<Sample> handshakes(
            TlsClient client, InetSocketAddress address, ProcessTree process, Duration length, String what)
            throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i <= repetitions; i++) {
            int count = 0;
            String suite = "";
            Duration before = process.cpu();
            long from = System.nanoTime();
            while (System.nanoTime() - from < length.toNanos()) {
                suite = client.handshake(address).get(LONGEST_SECONDS, TimeUnit.SECONDS);
                count++;
            }
            double seconds = (System.nanoTime() - from) / GIGA;
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(
                    Figure.CPU_MILLIS_PER_SESSION, process.cpu().minus(before).toNanos() / MEGA / count);
            figures.put(Figure.SESSIONS_PER_SECOND, count / seconds);
            keep(samples, i, what, Sample.of(figures, "TLSv1.3 " + suite));
        }
        return samples;
    }

    private Phase bulk(TlsClient client, InetSocketAddress address, ProcessTree process) throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i <= repetitions; i++) {
            Duration before = process.cpu();
            long from = System.nanoTime();
            long octets = client.get(address, FILE).get(LONGEST_SECONDS, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - from) / GIGA;
            if (octets < FILE_OCTETS) {
                throw new IOException("openssl sent " + octets + " octets only");
            }
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(
                    Figure.CPU_SECONDS_PER_GB,
                    (double) process.cpu().minus(before).toNanos() / octets);
            figures.put(Figure.MB_PER_SECOND, octets / MEGA / seconds);
            keep(samples, i, BULK, Sample.of(figures, "TLSv1.3 " + SUITE));
        }
        return new Phase(BULK, 1, samples);
    }

    /** Skips the first sample: it warms up the client; the server needs no warm-up. */
    private void keep(List<Sample> samples, int repetition, String what, Sample sample) {
        if (repetition > 0) {
            samples.add(sample);
            log.accept(NAME + " " + what + ": " + sample.figures() + " " + sample.cipherSuite());
        }
    }
}
