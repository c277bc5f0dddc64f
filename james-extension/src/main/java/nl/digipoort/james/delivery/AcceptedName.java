// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.util.regex.Pattern;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The name under which a mail was accepted. James may split a mail by recipients and gives each part its own name with a random end. The
 * end changes when the queue hands the mail out again.
 */
final class AcceptedName {
    private static final AttributeName NAME = AttributeName.of("digipoort.acceptedName");
    private static final Pattern END_OF_A_PART = Pattern.compile("(-![0-9]+)+$");

    private AcceptedName() {}

    /** Stores the name as an attribute, so that it survives James's processing. */
    static void keep(Mail mail) {
        mail.setAttribute(new Attribute(NAME, AttributeValue.of(of(mail))));
    }

    static String of(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class)
                .orElseGet(() -> END_OF_A_PART.matcher(mail.getName()).replaceFirst(""));
    }
}
