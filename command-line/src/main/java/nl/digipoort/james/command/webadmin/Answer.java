// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Optional;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Refusal;

/** What WebAdmin has answered. Immutable. */
public final class Answer {
    private final int status;
    private final String body;

    Answer(int status, String body) {
        this.status = status;
        this.body = body;
    }

    public String body() {
        return body;
    }

    public boolean isOk() {
        return status < HttpURLConnection.HTTP_MULT_CHOICE;
    }

    /** Whether the server knows no such token, or grants it nothing. */
    public boolean isDenied() {
        return status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
    }

    /** @throws Refusal if it is not JSON, so no answer of a WebAdmin */
    public Object json() {
        return parsed().orElseThrow(() -> new Refusal("the answer (" + status + ") is not that of a WebAdmin"));
    }

    /** What the server says why it refuses. */
    public String message() {
        String message =
                parsed().map(value -> JsonObject.of(value).text("message")).orElse("-");
        String said = message.equals("-") ? "the server answers " + status : message;
        return status == HttpURLConnection.HTTP_UNAUTHORIZED ? said + " (--token-file FILE)" : said;
    }

    /** This answer, unless the server refuses. */
    Answer orRefuse() {
        if (!isOk()) {
            throw new Refusal(message());
        }
        return this;
    }

    /** Empty if it is not JSON. */
    public Optional<Object> parsed() {
        try {
            return Optional.ofNullable(Json.read(body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
