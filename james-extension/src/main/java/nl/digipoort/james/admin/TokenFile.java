// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import nl.digipoort.james.configuration.SecretFile;

/** The file with one token a line, {@code NAME TOKEN}. Blank lines, and lines that begin with #, are ignored. Immutable. */
final class TokenFile {
    private static final int MOST_OCTETS = 65536;
    private static final int OCTETS_OF_A_TOKEN = 32;
    private static final String FIRST_NAME = "admin";

    private final Path path;
    private final SecretFile file;

    TokenFile(Path path) {
        this.path = path;
        this.file = new SecretFile(path, "file of WebAdmin's tokens", MOST_OCTETS);
    }

    /**
     * Creates the file with one token, unless it exists.
     *
     * @throws TokenFileException if it cannot be created
     */
    void ensure(SecureRandom random) {
        if (Files.exists(path)) {
            return;
        }
        byte[] token = new byte[OCTETS_OF_A_TOKEN];
        random.nextBytes(token);
        String line = FIRST_NAME + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "\n";
        try {
            file.create(line.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new TokenFileException("cannot make " + this + advice(), e);
        }
    }

    /** @throws TokenFileException if it is missing, unreadable or malformed */
    List<AccessToken> read() {
        byte[] text = new byte[0];
        try {
            text = file.read();
            return parse(new String(text, US_ASCII));
        } catch (IOException e) {
            throw new TokenFileException("cannot read " + this + advice(), e);
        } catch (IllegalArgumentException e) {
            throw new TokenFileException(this + " is malformed: " + e.getMessage() + advice(), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static List<AccessToken> parse(String text) {
        List<AccessToken> tokens = new ArrayList<>();
        String[] lines = text.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank() || lines[i].startsWith("#")) {
                continue;
            }
            try {
                tokens.add(AccessToken.parse(lines[i]));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + " " + e.getMessage(), e);
            }
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("it holds no token");
        }
        return List.copyOf(tokens);
    }

    /** A value that changes whenever the tokens may have changed. */
    String stamp() {
        return file.stamp();
    }

    private String advice() {
        return "; make one with: (umask 077; echo \"" + FIRST_NAME + " $(openssl rand -hex 32)\" > " + path + ")";
    }

    @Override
    public String toString() {
        return "the file of WebAdmin's tokens " + path;
    }
}
