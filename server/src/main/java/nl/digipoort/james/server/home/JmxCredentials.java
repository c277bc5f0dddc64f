// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The account of the James CLI, in the two files that James and the JDK read. Always random; there is no default. */
public record JmxCredentials(String user, String password) {
    private static final String PASSWORD_FILE = "jmxremote.password";
    private static final String ACCESS_FILE = "jmxremote.access";
    private static final String USER = "james-admin";
    private static final int PASSWORD_OCTETS = 24;

    static void ensure(Path configuration) throws IOException {
        if (!Files.exists(configuration.resolve(PASSWORD_FILE))) {
            byte[] password = new byte[PASSWORD_OCTETS];
            new SecureRandom().nextBytes(password);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(password);
            OwnerOnly.write(configuration.resolve(PASSWORD_FILE), USER + " " + text + "\n");
        }
        if (!Files.exists(configuration.resolve(ACCESS_FILE))) {
            OwnerOnly.write(configuration.resolve(ACCESS_FILE), USER + " readwrite\n");
        }
    }

    public static JmxCredentials read(Path configuration) {
        Path file = configuration.resolve(PASSWORD_FILE);
        try {
            List<String> words = List.of(Files.readString(file).strip().split("\\s+"));
            if (words.size() < 2) {
                throw new StartException(file + " holds no user and password");
            }
            return new JmxCredentials(words.get(0), words.get(1));
        } catch (IOException e) {
            throw new StartException("the JMX password cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "JmxCredentials[" + user + "]";
    }
}
