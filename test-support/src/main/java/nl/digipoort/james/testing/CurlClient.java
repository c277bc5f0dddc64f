// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Debian's curl as a client of POP3 on this machine, in clear text: it changes no octet of a message. */
public final class CurlClient {
    private CurlClient() {}

    /** Each message's octets by its unique-id, in their order. */
    public static Map<String, byte[]> seen(int port, String user, String password) {
        Path folder = temporary();
        try {
            List<String> uniqueIds = lines(folder, port, user, password, "UIDL");
            assertThat(lines(folder, port, user, password, "LIST")).hasSameSizeAs(uniqueIds);
            if (!uniqueIds.isEmpty()) {
                run(folder, port, user, password, "/[1-" + uniqueIds.size() + "]", "--output", folder + "/#1");
            }
            Map<String, byte[]> seen = new LinkedHashMap<>();
            for (int i = 0; i < uniqueIds.size(); i++) {
                seen.put(uniqueIds.get(i).split(" ", 2)[1], Files.readAllBytes(folder.resolve((i + 1) + "")));
            }
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            TestDovecot.run("rm", "-rf", folder.toString());
        }
    }

    /** The lines of LIST. */
    public static List<String> sizes(int port, String user, String password) {
        Path folder = temporary();
        try {
            return lines(folder, port, user, password, "LIST");
        } finally {
            TestDovecot.run("rm", "-rf", folder.toString());
        }
    }

    /** Deletes messages in one session. */
    public static void delete(int port, String user, String password, int... numbers) {
        Path folder = temporary();
        List<String> more = new ArrayList<>(List.of("--request", "DELE", "--list-only"));
        String url = "/{"
                + java.util.Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(",")) + "}";
        run(folder, port, user, password, url, more.toArray(String[]::new));
        TestDovecot.run("rm", "-rf", folder.toString());
    }

    private static List<String> lines(Path folder, int port, String user, String password, String command) {
        Path answer = folder.resolve(command);
        run(folder, port, user, password, "/", "--request", command, "--output", answer.toString());
        try {
            return Files.exists(answer)
                    ? Files.readString(answer, StandardCharsets.ISO_8859_1)
                            .lines()
                            .collect(Collectors.toList())
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder, int port, String user, String password, String path, String... more) {
        try {
            Path credentials =
                    Files.writeString(folder.resolve("credentials"), "user = \"" + user + ":" + password + "\"\n");
            List<String> command =
                    new ArrayList<>(List.of("curl", "--silent", "--show-error", "--config", credentials.toString()));
            command.addAll(List.of(more));
            command.add("pop3://127.0.0.1:" + port + path);
            TestDovecot.run(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("digipoort-curl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
