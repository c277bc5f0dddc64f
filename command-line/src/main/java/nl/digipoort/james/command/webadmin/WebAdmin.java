// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;

/**
 * A WebAdmin, asked over HTTP on one connection. {@code HttpURLConnection} takes a ninth of the processor time that {@code HttpClient} takes to
 * load (docs/develop/adr/0065-a-client-of-its-own.md).
 */
public final class WebAdmin {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 120_000;
    private static final String UNESCAPED = "-._~@+!$&'()*,;=:";
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private final String url;
    private final Optional<String> token;
    private final Optional<SSLContext> trust;

    private WebAdmin(String url, Optional<String> token, Optional<SSLContext> trust) {
        this.url = url;
        this.token = token;
        this.trust = trust;
    }

    /** The server that the options of {@link nl.digipoort.james.command.line.Syntax#server()} name, or else the environment. */
    public static WebAdmin of(Options options) {
        ServerAddress address = ServerAddress.of(options, System.getenv(), Path.of(""));
        // A POST whose answer is lost may have been done.
        System.setProperty("sun.net.http.retryPost", "false");
        return new WebAdmin(
                address.url(),
                address.tokenFile().map(Token::read),
                options.text("--cacert").map(Path::of).map(Trust::in));
    }

    public String url() {
        return url;
    }

    /** A path with a name in it, escaped: {@code /digipoort/locks/} and {@code anna@example.org}. */
    public static String path(String base, String name) {
        StringBuilder path = new StringBuilder(base);
        for (byte octet : name.getBytes(UTF_8)) {
            int value = octet & 0xff;
            if (value < FIRST_BEYOND_ASCII && (Character.isLetterOrDigit(value) || UNESCAPED.indexOf(value) >= 0)) {
                path.append((char) value);
            } else {
                path.append('%')
                        .append(Integer.toHexString(0x100 | value).substring(1).toUpperCase(Locale.ROOT));
            }
        }
        return path.toString();
    }

    /** @throws Refusal if the server refuses or cannot be reached */
    public Answer get(String path) {
        return ask("GET", path).orRefuse();
    }

    /** @throws Refusal if the server refuses or cannot be reached */
    public Answer post(String path) {
        return send("POST", path, Optional.of("")).orRefuse();
    }

    /** @throws Refusal if the server refuses or cannot be reached */
    public Answer put(String path, String json) {
        return send("PUT", path, Optional.of(json)).orRefuse();
    }

    /** @throws Refusal if the server refuses or cannot be reached */
    public Answer delete(String path) {
        return ask("DELETE", path).orRefuse();
    }

    /**
     * Whatever the server answers.
     *
     * @throws Refusal only if it cannot be reached
     */
    public Answer ask(String method, String path) {
        return send(method, path, Optional.empty());
    }

    private Answer send(String method, String path, Optional<String> body) {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod(method);
            token.ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
            if (body.isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.get().getBytes(UTF_8));
                }
            }
            int status = connection.getResponseCode();
            boolean refused = status >= HttpURLConnection.HTTP_BAD_REQUEST;
            try (InputStream in = refused ? connection.getErrorStream() : connection.getInputStream()) {
                return new Answer(status, in == null ? "" : new String(in.readAllBytes(), UTF_8));
            }
        } catch (SSLException e) {
            throw new Refusal(url + ": " + e.getMessage() + " (--cacert FILE names a certificate to trust)", e);
        } catch (SocketTimeoutException e) {
            throw new Refusal(url + " does not answer", e);
        } catch (IOException e) {
            throw new Refusal(url + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url + path).openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        // A redirection could lead the token to another server.
        connection.setInstanceFollowRedirects(false);
        if (trust.isPresent() && connection instanceof HttpsURLConnection) {
            ((HttpsURLConnection) connection).setSSLSocketFactory(trust.get().getSocketFactory());
        }
        return connection;
    }
}
