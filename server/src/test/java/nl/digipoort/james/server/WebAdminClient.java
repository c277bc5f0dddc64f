package nl.digipoort.james.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** WebAdmin's answers. */
final class WebAdminClient {
    private final int port;

    WebAdminClient(int port) {
        this.port = port;
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.body().strip();
    }

    /** How many messages the user's inbox holds, in WebAdmin's words. */
    String messagesOf(String user) throws IOException, InterruptedException {
        return get("/users/" + user + "/mailboxes/INBOX/messageCount");
    }
}
