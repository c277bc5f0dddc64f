// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.util.Arrays;
import java.util.Optional;

/**
 * A way to log in that an account may have used: a mechanism, or a version of TLS with what matters of its cipher suite. A closed set, in
 * each family from the weakest to the strongest; clear passwords are equally weak.
 */
public enum Use {
    USER("USER", Family.MECHANISM, 0),
    PLAIN("PLAIN", Family.MECHANISM, 0),
    LOGIN("LOGIN", Family.MECHANISM, 0),
    DIGEST_MD5("DIGEST-MD5", Family.MECHANISM, 1),
    SCRAM_SHA_256("SCRAM-SHA-256", Family.MECHANISM, 2),
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Family.MECHANISM, 3),
    EXTERNAL("EXTERNAL", Family.MECHANISM, 4),
    TLS_1_0("TLSv1", Family.TLS, 0),
    TLS_1_1("TLSv1.1", Family.TLS, 1),
    /** No forward secrecy: the key of the session is sent under the key of the certificate, or comes from fixed keys. */
    TLS_1_2_RSA("TLSv1.2-RSA", Family.TLS, 2),
    /** Forward secrecy, but encryption that is not authenticated. */
    TLS_1_2_CBC("TLSv1.2-CBC", Family.TLS, 3),
    TLS_1_2("TLSv1.2", Family.TLS, 4),
    TLS_1_3("TLSv1.3", Family.TLS, 5);

    /** Each login is one use of each family. */
    public enum Family {
        MECHANISM,
        TLS
    }

    private final String text;
    private final Family family;
    private final int strength;

    Use(String text, Family family, int strength) {
        this.text = text;
        this.family = family;
        this.strength = strength;
    }

    /** The use of that name; empty if there is none, for example because a later version has written it. */
    public static Optional<Use> of(String text) {
        return Arrays.stream(values()).filter(use -> use.text.equals(text)).findFirst();
    }

    /**
     * The use of a TLS connection; empty if it is unknown.
     *
     * @param protocol the version, as the JDK names it
     * @param suite the cipher suite, as the JDK names it
     */
    public static Optional<Use> ofTls(String protocol, String suite) {
        Optional<Use> version = of(protocol).filter(use -> use.family == Family.TLS);
        if (version.filter(TLS_1_2::equals).isEmpty()) {
            return version;
        }
        if (!suite.startsWith("TLS_ECDHE_") && !suite.startsWith("TLS_DHE_")) {
            return Optional.of(TLS_1_2_RSA);
        }
        return Optional.of(suite.contains("_CBC_") ? TLS_1_2_CBC : TLS_1_2);
    }

    /** The name that is stored and shown. */
    public String text() {
        return text;
    }

    public Family family() {
        return family;
    }

    /** Within its family. */
    int strength() {
        return strength;
    }
}
