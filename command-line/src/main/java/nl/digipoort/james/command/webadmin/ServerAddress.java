// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Syntax;
import nl.digipoort.james.command.line.UsageException;

/**
 * Where the server is and the file of its token: by options, or else the environment, or else a home that is found. A server that an option
 * names gets no token of a home that no option names: docs/develop/adr/0065-a-client-of-its-own.md.
 */
final class ServerAddress {
    private static final String HOME = "--home";
    private static final String URL = "--url";
    private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");
    private static final String[] USUAL_HOMES = {".", "home", "/var/lib/digipoort"};

    private final String url;
    private final Optional<Path> tokenFile;

    private ServerAddress(String url, Optional<Path> tokenFile) {
        this.url = url;
        this.tokenFile = tokenFile;
    }

    /** @param directory what paths that are found are relative to */
    static ServerAddress of(Options options, Map<String, String> environment, Path directory) {
        Optional<Home> home = options.text(HOME).map(directory::resolve).map(Home::new);
        Optional<String> url = options.text(URL);
        Optional<Path> ofEnvironment = set(environment, "DIGIPOORT_TOKEN_FILE").map(directory::resolve);
        Optional<Path> tokenFile = options.text("--token-file")
                .map(directory::resolve)
                .or(() -> home.filter(Home::hasTokens).map(Home::tokens))
                .or(() -> ofEnvironment);
        if (home.isEmpty() && url.isEmpty()) {
            return ofEnvironment(options, environment, directory, tokenFile);
        }
        return url.isPresent()
                ? new ServerAddress(checked(url.get(), options), tokenFile.or(() -> home.map(Home::tokens)))
                : new ServerAddress(home.get().url(), tokenFile);
    }

    private static ServerAddress ofEnvironment(
            Options options, Map<String, String> environment, Path directory, Optional<Path> tokenFile) {
        Optional<Home> named =
                set(environment, "DIGIPOORT_HOME").map(directory::resolve).map(Home::new);
        Optional<String> url = set(environment, "DIGIPOORT_URL");
        if (url.isPresent()) {
            return new ServerAddress(checked(url.get(), options), tokenFile.or(() -> named.map(Home::tokens)));
        }
        Home home = named.orElseGet(() -> found(directory));
        return new ServerAddress(
                home.url(), tokenFile.or(() -> Optional.of(home.tokens()).filter(tokens -> home.hasTokens())));
    }

    private static Home found(Path directory) {
        for (String usual : USUAL_HOMES) {
            Home home = new Home(directory.resolve(usual).normalize());
            if (home.hasTokens()) {
                return home;
            }
        }
        throw new UsageException("there is no home here: --home DIR or --url URL says which server is meant");
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** A home's own address is of this machine and needs no such check. */
    private static String checked(String url, Options options) {
        URI uri = parsed(url);
        if (!options.has(Syntax.PLAIN_HTTP)
                && uri.getScheme().equals("http")
                && !LOOPBACK.matcher(uri.getHost()).matches()) {
            throw new UsageException("over plain HTTP others can read the token on its way to " + uri.getHost()
                    + ": use https or a tunnel, or say " + Syntax.PLAIN_HTTP);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static URI parsed(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // the same answer
        }
        throw new UsageException("'" + url + "' is no URL such as http://127.0.0.1:8000");
    }

    String url() {
        return url;
    }

    Optional<Path> tokenFile() {
        return tokenFile;
    }
}
