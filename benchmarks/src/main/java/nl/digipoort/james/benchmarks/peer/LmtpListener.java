// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The LMTP listener of {@code lmtpserver.xml}; not every build has one. */
final class LmtpListener {
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern LISTENER =
            Pattern.compile("<digipoort\\b[^>]*>(?<before>.*?<bind>)[^<]*(?<after></bind>)", Pattern.DOTALL);

    private LmtpListener() {}

    static boolean isIn(Path configuration) throws IOException {
        Path file = configuration.resolve("lmtpserver.xml");
        return Files.exists(file) && LISTENER.matcher(active(file)).find();
    }

    /** Enables it on a free port of loopback; empty if the build has no LMTP listener. */
    static Optional<InetSocketAddress> moveToLoopback(Path configuration) throws IOException {
        if (!isIn(configuration)) {
            return Optional.empty();
        }
        Path file = configuration.resolve("lmtpserver.xml");
        int port = Loopback.freePort();
        Files.writeString(file, at(active(file), port));
        return Optional.of(Loopback.at(port));
    }

    static String at(String xml, int port) {
        Matcher matcher = LISTENER.matcher(xml);
        return matcher.replaceFirst("<digipoort enabled=\"true\">${before}127.0.0.1:" + port + "${after}");
    }

    private static String active(Path file) throws IOException {
        return COMMENT.matcher(Files.readString(file)).replaceAll("");
    }
}
