// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Contents of mails for tests. */
public final class TestContent {
    private TestContent() {}

    public static MailContent of(String content) {
        return of(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static MailContent of(byte[] octets) {
        return new MailContent() {
            @Override
            public long octets() {
                return octets.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(octets);
            }
        };
    }

    /** Content whose first reading fails. */
    public static MailContent failingOnce(String content) {
        MailContent whole = of(content);
        AtomicBoolean failed = new AtomicBoolean();
        return new MailContent() {
            @Override
            public long octets() {
                return whole.octets();
            }

            @Override
            public InputStream open() throws IOException {
                if (failed.compareAndSet(false, true)) {
                    throw new IOException("as asked");
                }
                return whole.open();
            }
        };
    }

    /** Octets of all values, the same at every call. */
    public static byte[] anyOctets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    /** Content that cannot be read to its end: its second half is unavailable. */
    public static MailContent failing(int octets) {
        return new MailContent() {
            @Override
            public long octets() {
                return octets;
            }

            @Override
            public InputStream open() {
                return new FilterInputStream(new ByteArrayInputStream(anyOctets(octets / 2))) {
                    @Override
                    public int read() throws IOException {
                        return failAtEnd(super.read());
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        return failAtEnd(super.read(target, offset, length));
                    }
                };
            }
        };
    }

    /** Content that ends before its declared length. */
    public static MailContent cutShort(int octets) {
        MailContent content = of(anyOctets(octets - 1));
        return new MailContent() {
            @Override
            public long octets() {
                return octets;
            }

            @Override
            public InputStream open() throws IOException {
                return content.open();
            }
        };
    }

    private static int failAtEnd(int read) throws IOException {
        if (read < 0) {
            throw new IOException("the rest cannot be read");
        }
        return read;
    }
}
