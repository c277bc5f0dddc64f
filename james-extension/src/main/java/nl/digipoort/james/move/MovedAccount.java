// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.AccountPolicyFormat;
import org.apache.james.core.Username;

/** What an export says of one account. Its password hash and its digests are secrets. Immutable. */
public final class MovedAccount {
    private final Username user;
    private final PasswordHash password;
    private final Optional<byte[]> digests;
    private final AccountLimitValues limits;
    private final AccountPolicy policy;
    private final long messages;
    private final long octets;
    private final String sha256;

    /**
     * @param digests for DIGEST-MD5, if it has a usable record
     * @param limits its exceptions
     * @param policy its exceptions
     * @param sha256 of the list of its messages
     */
    MovedAccount(
            Username user,
            PasswordHash password,
            Optional<byte[]> digests,
            AccountLimitValues limits,
            AccountPolicy policy,
            long messages,
            long octets,
            String sha256) {
        this.user = user;
        this.password = password;
        this.digests = digests.map(byte[]::clone);
        this.limits = limits;
        this.policy = policy;
        this.messages = messages;
        this.octets = octets;
        this.sha256 = sha256;
    }

    /** @param messages all that it has, as its maildrop's folder has them */
    static MovedAccount of(
            Username user,
            PasswordHash password,
            Optional<byte[]> digests,
            AccountLimitValues limits,
            AccountPolicy policy,
            List<MovedMessage> messages) {
        return new MovedAccount(
                user,
                password,
                digests,
                limits,
                policy,
                messages.size(),
                messages.stream().mapToLong(MovedMessage::octets).sum(),
                Digest.of(MaildropWriter.lines(messages)));
    }

    static MovedAccount parse(String line) throws MoveException {
        JsonNode json = Json.parse(line);
        Map<String, Long> limits = new HashMap<>();
        for (Iterator<String> keys = json.path("limits").fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            limits.put(key, json.path("limits").path(key).longValue());
        }
        try {
            return new MovedAccount(
                    Username.of(Json.text(json, "user")),
                    PasswordHash.of(Json.text(json, "algorithm"), Json.text(json, "passwordHash")),
                    json.has("digests")
                            ? Optional.of(Base64.getDecoder().decode(Json.text(json, "digests")))
                            : Optional.empty(),
                    AccountLimitValues.stored(limits),
                    json.has("policy") ? AccountPolicyFormat.stored(Json.text(json, "policy")) : AccountPolicy.EMPTY,
                    Json.number(json, "messages"),
                    Json.number(json, "octets"),
                    Json.text(json, "sha256"));
        } catch (IllegalArgumentException e) {
            throw new MoveException("an account that cannot be read", e);
        }
    }

    String write() {
        ObjectNode json = Json.object()
                .put("user", user.asString())
                .put("algorithm", password.algorithm())
                .put("passwordHash", password.hash());
        digests.ifPresent(secret -> json.put("digests", Base64.getEncoder().encodeToString(secret)));
        ObjectNode written = json.putObject("limits");
        limits.byKey().forEach(written::put);
        if (!policy.isEmpty()) {
            json.put("policy", policy.toString());
        }
        return json.put("messages", messages)
                .put("octets", octets)
                .put("sha256", sha256)
                .toString();
    }

    public Username user() {
        return user;
    }

    /** Whether there is a clear password for it. */
    public boolean hasPassword() {
        return password.isUsable();
    }

    PasswordHash password() {
        return password;
    }

    /** A copy that the caller erases. */
    public Optional<byte[]> digests() {
        return digests.map(byte[]::clone);
    }

    AccountLimitValues limits() {
        return limits;
    }

    AccountPolicy policy() {
        return policy;
    }

    long messages() {
        return messages;
    }

    long octets() {
        return octets;
    }

    String sha256() {
        return sha256;
    }

    @Override
    public String toString() {
        return user.asString();
    }
}
