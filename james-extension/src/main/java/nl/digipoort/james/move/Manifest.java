// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What an export says of itself. Immutable. */
final class Manifest {
    private static final String FORMAT = "digipoort-export";
    private static final long VERSION = 1;
    /** Of an export in which accounts have policies: a server that cannot enforce them must not take it. */
    private static final long VERSION_WITH_POLICIES = 2;

    private final long version;
    private final String name;
    private final String realm;
    private final String hashForm;
    private final List<String> domains;
    private final List<String> leftOut;
    private final List<String> settings;
    private final String accountsSha256;
    private final String rewritingSha256;

    /**
     * @param name of this export, unlike all others
     * @param realm in which the digests for DIGEST-MD5 were made
     * @param hashForm {@link nl.digipoort.james.credential.PasswordHashes#form} of the password hashes; {@code pbkdf2} if each of them is
     *     one that all Jameses read
     * @param leftOut accounts and mail that it does not have, in words
     * @param settings that are no part of an account, and are not moved, in words
     */
    Manifest(
            String name,
            String realm,
            String hashForm,
            List<String> domains,
            List<String> leftOut,
            List<String> settings,
            String accountsSha256,
            String rewritingSha256) {
        this(VERSION, name, realm, hashForm, domains, leftOut, settings, accountsSha256, rewritingSha256);
    }

    private Manifest(
            long version,
            String name,
            String realm,
            String hashForm,
            List<String> domains,
            List<String> leftOut,
            List<String> settings,
            String accountsSha256,
            String rewritingSha256) {
        this.version = version;
        this.name = name;
        this.realm = realm;
        this.hashForm = hashForm;
        this.domains = List.copyOf(domains);
        this.leftOut = List.copyOf(leftOut);
        this.settings = List.copyOf(settings);
        this.accountsSha256 = accountsSha256;
        this.rewritingSha256 = rewritingSha256;
    }

    /** Of a new name. */
    static Manifest of(
            String realm,
            String hashForm,
            List<String> domains,
            List<String> leftOut,
            List<String> settings,
            String accounts,
            String rewriting) {
        return new Manifest(
                UUID.randomUUID().toString(),
                realm,
                hashForm,
                domains,
                leftOut,
                settings,
                Digest.of(accounts),
                Digest.of(rewriting));
    }

    /** The same for accounts of which some have a policy. */
    Manifest withPolicies() {
        return new Manifest(
                VERSION_WITH_POLICIES,
                name,
                realm,
                hashForm,
                domains,
                leftOut,
                settings,
                accountsSha256,
                rewritingSha256);
    }

    static Manifest parse(String text) throws MoveException {
        JsonNode json = Json.parse(text);
        if (!json.path("format").asText().equals(FORMAT)) {
            throw new MoveException("not of the format " + FORMAT);
        }
        long version = json.path("version").asLong();
        if (version != VERSION && version != VERSION_WITH_POLICIES) {
            throw new MoveException("of version " + json.path("version") + ", and this server reads versions " + VERSION
                    + " and " + VERSION_WITH_POLICIES);
        }
        return new Manifest(
                version,
                Json.text(json, "name"),
                Json.text(json, "realm"),
                Json.text(json, "hashForm"),
                texts(json.path("domains")),
                texts(json.path("leftOut")),
                texts(json.path("settings")),
                Json.text(json, "accountsSha256"),
                Json.text(json, "rewritingSha256"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    String write() {
        ObjectNode json = Json.object()
                .put("format", FORMAT)
                .put("version", version)
                .put("name", name)
                .put("realm", realm)
                .put("hashForm", hashForm);
        add(domains, json.putArray("domains"));
        add(leftOut, json.putArray("leftOut"));
        add(settings, json.putArray("settings"));
        return json.put("accountsSha256", accountsSha256)
                        .put("rewritingSha256", rewritingSha256)
                        .toPrettyString()
                + "\n";
    }

    private static void add(List<String> texts, ArrayNode array) {
        texts.forEach(array::add);
    }

    String name() {
        return name;
    }

    String realm() {
        return realm;
    }

    String hashForm() {
        return hashForm;
    }

    List<String> domains() {
        return domains;
    }

    List<String> leftOut() {
        return leftOut;
    }

    List<String> settings() {
        return settings;
    }

    String accountsSha256() {
        return accountsSha256;
    }

    String rewritingSha256() {
        return rewritingSha256;
    }
}
