// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.server.it.TestGateway.Account;

/** mpop with docs/clients/mpoprc, in which a test's own values stand in the place of the example's. */
final class SampleMpop {
    private SampleMpop() {}

    /**
     * A client in that folder, with its {@code mpoprc} there; it delivers into the maildir {@code inbox}.
     *
     * @param changes what to replace besides, each found once
     */
    static RealClient configured(
            Path scratch, int port, String certificate, Account account, Map<String, String> changes) throws Exception {
        for (String folder : List.of("cur", "new", "tmp")) {
            Files.createDirectories(scratch.resolve("inbox").resolve(folder));
        }
        Files.writeString(scratch.resolve("password"), account.password() + "\n", UTF_8);
        Files.copy(Path.of(certificate), scratch.resolve("ca.pem"), REPLACE_EXISTING);
        Map<String, String> all = new HashMap<>(changes);
        all.putIfAbsent("host pop3.example.org", "host localhost");
        all.put("port 110", "port " + port);
        all.put("user anna@example.org", "user " + account.user());
        String text =
                Files.readString(SampleProgram.DOCUMENTS.resolve("mpoprc")).replace("/home/anna", scratch.toString());
        for (Map.Entry<String, String> change : all.entrySet()) {
            assertThat(text).containsOnlyOnce(change.getKey());
            text = text.replace(change.getKey(), change.getValue());
        }
        Path mpoprc = Files.writeString(scratch.resolve("mpoprc"), text);
        Files.setPosixFilePermissions(mpoprc, PosixFilePermissions.fromString("rw-------"));
        return RealClient.in(scratch);
    }

    /** What it has delivered. It delivers with the line ends of the system. */
    static List<String> delivered(Path scratch) throws IOException {
        List<String> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(scratch.resolve("inbox/new"))) {
            for (Path file : files.toList()) {
                messages.add(Files.readString(file, ISO_8859_1).replace("\n", "\r\n"));
            }
        }
        return messages;
    }
}
