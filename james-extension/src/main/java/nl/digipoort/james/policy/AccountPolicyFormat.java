// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A policy as a JSON object: {@code {"mechanisms": ["PLAIN"], "refusedFrom": {"DIGEST-MD5": "2027-06-01"}, "clientCertificate": "required",
 * "leastTls": "TLSv1.3"}}, with each part only if it is set. The one form in WebAdmin, stores and exports.
 */
public final class AccountPolicyFormat {
    static final String MECHANISMS = "mechanisms";
    static final String REFUSED_FROM = "refusedFrom";
    static final String CLIENT_CERTIFICATE = "clientCertificate";
    static final String LEAST_TLS = "leastTls";
    static final String NEVER = "never";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEYS = String.join(", ", MECHANISMS, REFUSED_FROM, CLIENT_CERTIFICATE, LEAST_TLS);
    private static final int LONGEST_QUOTED = 40;

    private AccountPolicyFormat() {}

    /** The object, for a writer of JSON. */
    public static Map<String, Object> object(AccountPolicy policy) {
        Map<String, Object> json = new LinkedHashMap<>();
        policy.mechanisms()
                .ifPresent(some -> json.put(
                        MECHANISMS, some.stream().map(LoginMechanism::text).collect(Collectors.toList())));
        if (!policy.refusedFrom().isEmpty()) {
            Map<String, String> dates = new LinkedHashMap<>();
            policy.refusedFrom().forEach((mechanism, date) -> dates.put(mechanism.text(), dateText(date)));
            json.put(REFUSED_FROM, dates);
        }
        policy.clientCertificate().ifPresent(rule -> json.put(CLIENT_CERTIFICATE, rule.text()));
        policy.leastTls().ifPresent(version -> json.put(LEAST_TLS, version.text()));
        return json;
    }

    private static String dateText(LocalDate date) {
        return date.equals(AccountPolicy.NEVER) ? NEVER : date.toString();
    }

    /** The object in one line. */
    public static String write(AccountPolicy policy) {
        try {
            return JSON.writeValueAsString(object(policy));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a policy that an operator has written.
     *
     * @throws IllegalArgumentException naming the key, what was found and what is allowed
     */
    public static AccountPolicy read(JsonNode json) {
        AccountPolicy policy = AccountPolicy.EMPTY;
        for (Iterator<Map.Entry<String, JsonNode>> fields = json.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            policy = with(field.getKey(), field.getValue(), policy);
        }
        return policy;
    }

    private static AccountPolicy with(String key, JsonNode value, AccountPolicy policy) {
        switch (key) {
            case MECHANISMS:
                return policy.withMechanisms(mechanisms(value));
            case REFUSED_FROM:
                return withDates(value, policy);
            case CLIENT_CERTIFICATE:
                return policy.withClientCertificate(text(value)
                        .flatMap(AccountPolicyFormat::rule)
                        .orElseThrow(() -> wrong(key, value, "notNeeded, required")));
            case LEAST_TLS:
                return policy.withLeastTls(text(value)
                        .flatMap(AccountPolicyFormat::leastTls)
                        .orElseThrow(() -> wrong(key, value, "TLSv1.2, TLSv1.3")));
            default:
                throw new IllegalArgumentException("'" + shortened(key) + "' is unknown; allowed are " + KEYS);
        }
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }

    private static List<LoginMechanism> mechanisms(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(MECHANISMS, value, "a list of one or more of " + LoginMechanism.all());
        }
        List<LoginMechanism> some = new ArrayList<>();
        value.forEach(name -> some.add(text(name)
                .flatMap(LoginMechanism::of)
                .orElseThrow(() -> wrong(MECHANISMS, name, LoginMechanism.all()))));
        return some;
    }

    private static AccountPolicy withDates(JsonNode dates, AccountPolicy policy) {
        if (!dates.isObject()) {
            throw wrong(REFUSED_FROM, dates, "an object with a date for each mechanism");
        }
        AccountPolicy with = policy;
        for (Iterator<Map.Entry<String, JsonNode>> fields = dates.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String key = REFUSED_FROM + "." + shortened(field.getKey());
            with = with.withRefusedFrom(
                    LoginMechanism.of(field.getKey())
                            .orElseThrow(() -> new IllegalArgumentException(
                                    key + " is unknown; allowed are " + LoginMechanism.all())),
                    text(field.getValue())
                            .flatMap(AccountPolicyFormat::date)
                            .orElseThrow(() -> wrong(key, field.getValue(), "a date such as 2027-06-01, or never")));
        }
        return with;
    }

    static Optional<LocalDate> date(String text) {
        if (text.equals(NEVER)) {
            return Optional.of(AccountPolicy.NEVER);
        }
        try {
            return Optional.of(LocalDate.parse(text)).filter(date -> date.getYear() > 1999 && date.getYear() < 10_000);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<ClientCertificateRule> rule(String text) {
        return List.of(ClientCertificateRule.values()).stream()
                .filter(rule -> rule.text().equals(text))
                .findFirst();
    }

    static Optional<LeastTls> leastTls(String text) {
        return List.of(LeastTls.values()).stream()
                .filter(version -> version.text().equals(text))
                .findFirst();
    }

    /**
     * Reads a policy from a store. Skips keys and mechanisms of a later version. A value that this version does not know counts as the
     * strictest one that it knows, so that nothing is allowed by mistake.
     *
     * @throws IllegalArgumentException if it is no policy
     */
    public static AccountPolicy stored(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        if (!json.isObject()
                || (json.has(REFUSED_FROM) && !json.get(REFUSED_FROM).isObject())) {
            throw new IllegalArgumentException("it is no policy");
        }
        AccountPolicy policy = AccountPolicy.EMPTY;
        if (json.has(MECHANISMS)) {
            List<LoginMechanism> known = new ArrayList<>();
            json.get(MECHANISMS)
                    .forEach(name -> LoginMechanism.of(name.asText()).ifPresent(known::add));
            policy = policy.withMechanisms(known);
        }
        for (Iterator<Map.Entry<String, JsonNode>> dates =
                        json.path(REFUSED_FROM).fields();
                dates.hasNext(); ) {
            Map.Entry<String, JsonNode> field = dates.next();
            Optional<LoginMechanism> mechanism = LoginMechanism.of(field.getKey());
            if (mechanism.isPresent()) {
                LocalDate date = date(field.getValue().asText()).orElse(LocalDate.EPOCH);
                policy = policy.withRefusedFrom(mechanism.get(), date);
            }
        }
        if (json.has(CLIENT_CERTIFICATE)) {
            policy = policy.withClientCertificate(
                    rule(json.get(CLIENT_CERTIFICATE).asText()).orElse(ClientCertificateRule.REQUIRED));
        }
        if (json.has(LEAST_TLS)) {
            policy = policy.withLeastTls(leastTls(json.get(LEAST_TLS).asText()).orElse(LeastTls.TLS_1_3));
        }
        return policy;
    }

    private static IllegalArgumentException wrong(String key, JsonNode found, String allowed) {
        return new IllegalArgumentException(key + " is " + shortened(found.toString()) + "; allowed: " + allowed);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "...";
    }
}
