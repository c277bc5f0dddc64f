// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Users in memory, as both kinds of credentials. Records what it was asked, and the password arrays that it was given. */
public final class Credentials implements PasswordVerifier, DigestSecrets {
    private final String realm;
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, String> accounts = new HashMap<>();
    private final List<String> lookups = new ArrayList<>();
    private final List<char[]> shown = new ArrayList<>();

    private Credentials(String realm) {
        this.realm = realm;
    }

    public static Credentials inRealm(String realm) {
        return new Credentials(realm);
    }

    /** A user whose account has the same name. */
    public Credentials with(String username, String password) {
        return with(username, password, username);
    }

    public Credentials with(String username, String password, String account) {
        passwords.put(username, password);
        accounts.put(username, account);
        return this;
    }

    /** The user names that were looked up, in order. */
    List<String> lookups() {
        return lookups;
    }

    /** The arrays that passwords came in. */
    List<char[]> shown() {
        return shown;
    }

    @Override
    public Optional<String> verify(String authenticationId, char[] password) {
        lookups.add(authenticationId);
        shown.add(password);
        return Optional.ofNullable(passwords.get(authenticationId))
                .filter(known -> known.equals(new String(password)))
                .map(known -> accounts.get(authenticationId));
    }

    @Override
    public Optional<DigestSecret> find(String username) {
        lookups.add(username);
        return Optional.ofNullable(passwords.get(username))
                .map(password -> DigestSecret.of(
                        accounts.get(username), DigestCandidates.of(username, realm, password.toCharArray())));
    }

    /** A name means its account, and an account name means itself; both as they are or in lower case. */
    @Override
    public boolean denotes(String name, String account) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT))
                .anyMatch(spelling -> spelling.equals(account) || account.equals(accounts.get(spelling)));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
