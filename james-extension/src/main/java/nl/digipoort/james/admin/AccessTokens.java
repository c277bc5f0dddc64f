// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens in force. A changed file applies from the next request on; one that cannot be used is logged and changes nothing. Thread-safe.
 */
final class AccessTokens {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccessTokens.class);

    private final TokenFile file;
    private String stamp;
    private List<AccessToken> tokens;

    /** @throws TokenFileException if the file cannot be used */
    AccessTokens(TokenFile file) {
        this.file = file;
        this.stamp = file.stamp();
        this.tokens = file.read();
    }

    /** The name of the token's owner. Compares all tokens, so that the time reveals nothing. */
    Optional<String> nameOf(String token) {
        byte[] digest = AccessToken.digest(token);
        Optional<String> name = Optional.empty();
        for (AccessToken known : inForce()) {
            if (known.hasDigest(digest)) {
                name = Optional.of(known.name());
            }
        }
        return name;
    }

    private synchronized List<AccessToken> inForce() {
        String now = file.stamp();
        if (!now.equals(stamp)) {
            stamp = now;
            reload();
        }
        return tokens;
    }

    private void reload() {
        try {
            tokens = file.read();
            LOGGER.info("{} is read again; tokens in force: {}", file, tokens.size());
        } catch (TokenFileException e) {
            LOGGER.error("{}. The tokens read before stay in force", e.getMessage());
        }
    }
}
