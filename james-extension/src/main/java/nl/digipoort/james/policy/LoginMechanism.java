// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.sasl.Mechanism;

/** A way to log in that a policy can name: the commands USER and PASS, or a SASL mechanism. */
public enum LoginMechanism {
    USER("USER"),
    PLAIN(Mechanism.PLAIN),
    LOGIN(Mechanism.LOGIN),
    DIGEST_MD5(Mechanism.DIGEST_MD5),
    SCRAM_SHA_256(Mechanism.SCRAM_SHA_256),
    SCRAM_SHA_256_PLUS(Mechanism.SCRAM_SHA_256_PLUS),
    EXTERNAL(Mechanism.EXTERNAL);

    private final String text;

    LoginMechanism(String text) {
        this.text = text;
    }

    /** The mechanism of that name; empty if a policy knows none. */
    public static Optional<LoginMechanism> of(String text) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.text.equals(text))
                .findFirst();
    }

    /** The name in CAPA, in the log, in the configuration and in the stores. */
    public String text() {
        return text;
    }

    /** Whether the server verifies it by the secrets of a credential record, and not by the password itself or a certificate. */
    public boolean isByRecord() {
        return this == DIGEST_MD5 || this == SCRAM_SHA_256 || this == SCRAM_SHA_256_PLUS;
    }

    static String all() {
        return Arrays.stream(values()).map(LoginMechanism::text).collect(Collectors.joining(", "));
    }
}
