// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;

/** Why an account may not log in as its client just did, although the credentials are right. Immutable. */
final class PolicyRefusal {
    private final String rule;
    private final String words;

    /**
     * @param rule the key of the policy
     * @param words what the owner of the account has to do
     */
    PolicyRefusal(String rule, String words) {
        this.rule = rule;
        this.words = words;
    }

    String rule() {
        return rule;
    }

    /** RFC 3206 section 4 has the code for credentials that a policy does not accept, too: trying again does not help. */
    Reply reply() {
        return Reply.error(ResponseCode.AUTH, words);
    }
}
