// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code ${sys:NAME:-VALUE}} as far as files tell: by jvm.properties, otherwise what follows {@code :-}. Immutable. */
final class Variables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{sys:([^:}]+)(?::-([^}]*))?\\}");

    private static final List<String> ON = List.of("true", "yes", "on", "y", "t", "1");
    private static final List<String> OFF = List.of("false", "no", "off", "n", "f", "0");

    private final PropertiesText jvm;

    Variables(ConfigurationFiles files) {
        this.jvm = files.properties("jvm.properties");
    }

    /** Whether James takes the value for yes, in any word that Commons Configuration knows. */
    boolean isOn(String value) {
        return ON.contains(word(value));
    }

    /** Whether James takes the value for no. */
    boolean isOff(String value) {
        return OFF.contains(word(value));
    }

    private String word(String value) {
        return resolve(value).strip().toLowerCase(Locale.ROOT);
    }

    String resolve(String text) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            Optional<String> set = jvm.value(variable.group(1));
            String usual = variable.group(2) == null ? variable.group() : variable.group(2);
            return Matcher.quoteReplacement(set.orElse(usual));
        });
    }
}
