// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.client.Account;

/**
 * Postfix's test sender, installed or unpacked.
 *
 * @param libraries the folder of its own shared libraries, if not the system's
 * @param oneConnection whether a sender sends all its messages over one connection, instead of one connection for each
 */
public record SmtpSource(Path program, Optional<Path> libraries, boolean oneConnection) {
    private static final String NAME = "smtp-source";

    /** @param unpacked the folder of Debian's package postfix, if it exists */
    public static Optional<SmtpSource> find(Path unpacked, boolean oneConnection) {
        Path program = unpacked.resolve("usr/sbin").resolve(NAME);
        if (Files.isExecutable(program)) {
            return Optional.of(
                    new SmtpSource(program, Optional.of(unpacked.resolve("usr/lib/postfix")), oneConnection));
        }
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin")
                .map(directory -> Path.of(directory, NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .map(installed -> new SmtpSource(installed, Optional.empty(), oneConnection));
    }

    /** Starts a sender of that many messages to one account, one after another. */
    Sender start(WayIn to, Account account, int messages, Size size, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(to.protocol(), to.address(), account, messages, size));
        libraries.ifPresent(path -> builder.environment().put("LD_LIBRARY_PATH", path.toString()));
        return Sender.start(builder, output);
    }

    List<String> command(Protocol protocol, InetSocketAddress to, Account account, int messages, Size size) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-c"));
        if (oneConnection) {
            command.add("-d");
        }
        if (protocol == Protocol.LMTP) {
            command.add("-L");
        }
        command.addAll(List.of(
                "-s",
                "1",
                "-m",
                Integer.toString(messages),
                "-l",
                Integer.toString(size.octets()),
                "-M",
                "sender.example",
                "-f",
                "douane@overheid.example",
                "-t",
                account.user(),
                "inet:" + to.getAddress().getHostAddress() + ":" + to.getPort()));
        return command;
    }
}
