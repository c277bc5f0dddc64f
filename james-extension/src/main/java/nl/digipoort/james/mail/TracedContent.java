// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** A message as it is in the maildrop: trace lines, then the octets as they came. Immutable. */
public final class TracedContent implements MailContent {
    private final byte[] trace;
    private final MailContent content;

    private TracedContent(byte[] trace, MailContent content) {
        this.trace = trace;
        this.content = content;
    }

    /** @param trace complete header lines, each with its CRLF; may be empty */
    public static TracedContent of(byte[] trace, MailContent content) {
        return new TracedContent(trace.clone(), content);
    }

    @Override
    public long octets() {
        return trace.length + content.octets();
    }

    @Override
    public InputStream open() throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(trace), content.open());
    }
}
