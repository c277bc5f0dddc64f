// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.Locale;
import java.util.Optional;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about the commands and listeners of the POP3 server. Immutable. */
public final class Pop3Settings {
    private final Mode mode;
    private final String implicitTlsBind;

    private Pop3Settings(Mode mode, String implicitTlsBind) {
        this.mode = mode;
        this.implicitTlsBind = implicitTlsBind;
    }

    /**
     * Reads {@code mode} and {@code implicitTls} of the element {@code digipoort}.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static Pop3Settings from(Section digipoort) throws ConfigurationException {
        Mode mode = Mode.valueOf(
                digipoort.choice("mode", "standard", "standard", "strict").toUpperCase(Locale.ROOT));
        String implicitTlsBind = null;
        if (digipoort.has("implicitTls")) {
            Section implicitTls = digipoort.section("implicitTls");
            implicitTls.allow("bind");
            implicitTlsBind = implicitTls.addresses("bind");
        }
        return new Pop3Settings(mode, implicitTlsBind);
    }

    public static Pop3Settings of(Mode mode) {
        return new Pop3Settings(mode, null);
    }

    public Mode mode() {
        return mode;
    }

    /** The addresses of a second listener with TLS from the first octet: {@code address:port}, separated by commas. */
    public Optional<String> implicitTlsBind() {
        return Optional.ofNullable(implicitTlsBind);
    }
}
