// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.io.IOException;
import java.io.InputStream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MailDigester;
import org.apache.james.server.core.MimeMessageInputStream;

/** The octets of a message in James: as they came, unless a mailet has changed the message. */
final class MimeMessageContent implements MailContent {
    private static final int BUFFER = 16 * 1024;

    private final MimeMessage message;
    private final long octets;

    private MimeMessageContent(MimeMessage message, long octets) {
        this.message = message;
        this.octets = octets;
    }

    /**
     * Reads the message once, for its digests and its size, because the size in James may be an estimate.
     *
     * @param digester receives the whole message
     */
    static MimeMessageContent of(MimeMessage message, MailDigester digester) throws IOException {
        try (InputStream octets = open(message)) {
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int count = octets.read(buffer); count >= 0; count = octets.read(buffer)) {
                digester.addAnyLineEnds(buffer, 0, count);
                size += count;
            }
            return new MimeMessageContent(message, size);
        }
    }

    private static InputStream open(MimeMessage message) throws IOException {
        try {
            return new MimeMessageInputStream(message);
        } catch (MessagingException e) {
            throw new IOException("the message cannot be read", e);
        }
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public InputStream open() throws IOException {
        return open(message);
    }
}
