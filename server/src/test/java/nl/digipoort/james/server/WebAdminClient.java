// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of WebAdmin with the administrator's token. */
public final class WebAdminClient {
    private static final Pattern FENCE = Pattern.compile("\"fence\":([0-9]+)");

    private final Path configuration;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param configuration the server's directory {@code conf}, which has the token */
    public WebAdminClient(Path configuration, int port) {
        this.configuration = configuration;
        this.port = port;
    }

    /** The header with the administrator's token. */
    public static String[] authorization(Path configuration) throws IOException {
        String[] words = Files.readString(configuration.resolve("digipoort-webadmin.tokens"))
                .split("\\s+", -1);
        return new String[] {"Authorization", "Bearer " + words[1]};
    }

    /** Sends JSON; an empty text sends no body. */
    public HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .headers(authorization(configuration))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sets the password of a new or an existing user; returns the status. */
    public int setPassword(String user, String password) throws IOException, InterruptedException {
        return send("PUT", "/users/" + user + "?force", "{\"password\":\"" + password + "\"}")
                .statusCode();
    }

    public String get(String path) throws IOException, InterruptedException {
        return send("GET", path, "").body().strip();
    }

    /** The fence of the lock on the user's maildrop. */
    public long fence(String user) throws IOException, InterruptedException {
        String lock = get("/digipoort/locks/" + user);
        Matcher fence = FENCE.matcher(lock);
        if (!fence.find()) {
            throw new IllegalStateException("no lock on the maildrop of " + user + ": " + lock);
        }
        return Long.parseLong(fence.group(1));
    }

    /** The number of messages in the user's inbox, as WebAdmin writes it. */
    public String messagesOf(String user) throws IOException, InterruptedException {
        return get("/users/" + user + "/mailboxes/INBOX/messageCount");
    }
}
