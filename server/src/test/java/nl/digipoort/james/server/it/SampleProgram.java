// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.it.RealClient.Ended;
import nl.digipoort.james.server.it.TestGateway.Account;

/** A program of docs/clients that fetches into a folder, run as it stands there: its interpreter, its file and the mechanism to give it. */
record SampleProgram(String interpreter, String file, String mechanism) {
    private static final String[] PERL = {"perl", "-MNet::POP3", "-MAuthen::SASL", "-MIO::Socket::SSL", "-e", "1"};

    static final Path DOCUMENTS = Distribution.project().resolve("docs/clients");
    static final SampleProgram IN_PERL = new SampleProgram("perl", "fetch.pl", "");
    static final SampleProgram IN_PYTHON = new SampleProgram("python3", "fetch.py", "");
    static final SampleProgram IN_JAVA_BY_DIGEST = new SampleProgram("java", "Fetch.java", "DIGEST-MD5");
    static final SampleProgram IN_JAVA_BY_PLAIN = new SampleProgram("java", "Fetch.java", "PLAIN");

    /** Runs it in that folder, against {@code localhost}; what it fetches goes into {@code inbox} there. */
    Ended run(Path scratch, int port, String certificate, Account account) throws Exception {
        return run(scratch, Map.of(), "localhost", port, certificate, account);
    }

    /** The same with environment variables besides, and a name for the server. */
    Ended run(Path scratch, Map<String, String> environment, String host, int port, String certificate, Account account)
            throws Exception {
        Files.createDirectories(scratch.resolve("inbox"));
        Files.writeString(scratch.resolve("password"), account.password() + "\n", UTF_8);
        List<String> arguments = new ArrayList<>(
                List.of(host, Integer.toString(port), certificate, account.user(), "password", "inbox"));
        if (!mechanism.isEmpty()) {
            arguments.add(mechanism);
        }
        return client(scratch).with(environment).attempt(command(arguments));
    }

    /** Runs it with these arguments. */
    Ended runWith(Path scratch, String... arguments) throws Exception {
        return client(scratch).attempt(command(List.of(arguments)));
    }

    private String[] command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (interpreter.equals("java")) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", Compiled.FOLDER.toString(), "Fetch"));
        } else {
            command.addAll(List.of(interpreter, DOCUMENTS.resolve(file).toString()));
        }
        command.addAll(arguments);
        return command.toArray(String[]::new);
    }

    private RealClient client(Path scratch) throws Exception {
        RealClient client = RealClient.in(scratch);
        return interpreter.equals("perl") ? client.where(PERL) : client;
    }

    /** What it has fetched so far: the contents of the files, by name, without the one that is its lock. */
    static Map<String, String> fetched(Path scratch) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(scratch.resolve("inbox"))) {
            for (Path file : files.filter(file -> !file.endsWith(".lock")).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
            }
        }
        return contents;
    }

    @Override
    public String toString() {
        return (file + " " + mechanism).strip();
    }

    /** What {@code java Fetch.java} does at each start, once. */
    private static final class Compiled {
        private static final Path FOLDER = compile();

        private static Path compile() {
            try {
                Path folder = Files.createTempDirectory("digipoort-fetch");
                int status = ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-d",
                                folder.toString(),
                                DOCUMENTS.resolve("Fetch.java").toString());
                assertThat(status).as("javac").isZero();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
