// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.regex.Pattern;

/** What a list of directives is (RFC 2831 section 7.1), with what {@link DirectiveList} allows besides, written down a second time. */
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

    /** @param octets a character each */
    static boolean allows(String octets) {
        return LIST.matcher(octets).matches();
    }
}
