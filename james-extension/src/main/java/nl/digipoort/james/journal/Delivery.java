// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import org.apache.james.core.Username;

/**
 * One mail for one maildrop. It stays the same delivery however often James's queue hands the mail out, and to whichever node. Immutable.
 */
public final class Delivery {
    private final String mail;
    private final Username maildrop;

    private Delivery(String mail, Username maildrop) {
        this.mail = mail;
        this.maildrop = maildrop;
    }

    /** @param mail the name under which the mail was accepted, unique among all mails */
    public static Delivery of(String mail, Username maildrop) {
        return new Delivery(mail, maildrop);
    }

    public Username maildrop() {
        return maildrop;
    }

    /** The key of the delivery: the SHA-256 of both names, as 64 hexadecimal digits. */
    public String key() {
        return Hashing.sha256()
                .hashString(mail + '\0' + maildrop.asString(), StandardCharsets.UTF_8)
                .toString();
    }

    @Override
    public String toString() {
        return mail + " for " + maildrop.asString();
    }
}
