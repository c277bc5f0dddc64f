// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.regex.Pattern;

/** The grammar of a list of directives (RFC 2831 section 7.1), with the extensions of {@link DirectiveList}, implemented a second time. */
final class DirectiveGrammar {
    private static final String SPACE = "(?:[ \\t]|\r\n[ \\t])*+";
    private static final String NAME = "[!#$%&'*+\\-.0-9A-Z^_`a-z|~]++";
    private static final String BARE = "[!#-+\\--\\[\\]-~]++";
    private static final String QUOTED = "\"(?:[\\t !#-\\[\\]-~\\x80-\\xFF]|\\\\[\\t -~])*+\"";
    private static final String ELEMENT = NAME + SPACE + "=" + SPACE + "(?:" + QUOTED + "|" + BARE + ")" + SPACE;
    private static final String COMMAS = "(?:," + SPACE + ")";
    private static final Pattern LIST =
            Pattern.compile(SPACE + COMMAS + "*+" + ELEMENT + "(?:" + COMMAS + "++" + ELEMENT + ")*+" + COMMAS + "*+");

    private DirectiveGrammar() {}

    /** @param octets one character per octet */
    static boolean allows(String octets) {
        return LIST.matcher(octets).matches();
    }
}
