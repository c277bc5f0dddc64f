// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import nl.digipoort.james.maildrop.KeptUniqueIds;

/** What an export says of one message. Immutable. */
final class MovedMessage {
    private final String file;
    private final String uniqueId;
    private final long octets;
    private final String sha256;
    private final Instant cameAt;

    /**
     * @param file its name in the Maildir, without flags
     * @param octets those of {@code RETR}, before dot-stuffing
     */
    MovedMessage(String file, String uniqueId, long octets, String sha256, Instant cameAt) {
        this.file = file;
        this.uniqueId = uniqueId;
        this.octets = octets;
        this.sha256 = sha256;
        this.cameAt = cameAt;
    }

    static MovedMessage parse(String line) throws MoveException {
        JsonNode json = Json.parse(line);
        String file = Json.text(json, "file");
        String uniqueId = Json.text(json, "uniqueId");
        if (!file.matches("[A-Za-z0-9_=,][A-Za-z0-9._=,-]*")) {
            throw new MoveException("no name of a file: \"" + file + '"');
        }
        if (!KeptUniqueIds.isAllowed(uniqueId)) {
            throw new MoveException("no unique-id of RFC 1939: \"" + uniqueId + '"');
        }
        try {
            return new MovedMessage(
                    file,
                    uniqueId,
                    Json.number(json, "octets"),
                    Json.text(json, "sha256"),
                    Instant.parse(Json.text(json, "cameAt")));
        } catch (DateTimeException e) {
            throw new MoveException("no time \"cameAt\"", e);
        }
    }

    String write() {
        return Json.object()
                .put("file", file)
                .put("uniqueId", uniqueId)
                .put("octets", octets)
                .put("sha256", sha256)
                .put("cameAt", cameAt.toString())
                .toString();
    }

    String file() {
        return file;
    }

    String uniqueId() {
        return uniqueId;
    }

    long octets() {
        return octets;
    }

    String sha256() {
        return sha256;
    }

    Instant cameAt() {
        return cameAt;
    }
}
