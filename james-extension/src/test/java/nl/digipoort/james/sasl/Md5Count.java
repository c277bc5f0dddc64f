// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the MD5 hashes that are made while it is open, as the first of the JVM's security providers. */
public final class Md5Count implements AutoCloseable {
    private static final AtomicInteger HASHES = new AtomicInteger();
    private static final String NAME = "Md5Count";

    private Md5Count() {}

    public static Md5Count open() {
        HASHES.set(0);
        Security.insertProviderAt(new CountingProvider(), 1);
        return new Md5Count();
    }

    public int hashes() {
        return HASHES.get();
    }

    @Override
    public void close() {
        Security.removeProvider(NAME);
    }

    private static final class CountingProvider extends Provider {
        private CountingProvider() {
            super(NAME, "1", "counts MD5 hashes");
            putService(new Provider.Service(
                    this, "MessageDigest", "MD5", CountingMd5.class.getName(), List.of(), Map.of()));
        }
    }

    /** The JDK's own MD5, counted. */
    public static final class CountingMd5 extends MessageDigestSpi {
        private final MessageDigest md5;

        public CountingMd5() throws NoSuchAlgorithmException, NoSuchProviderException {
            this.md5 = MessageDigest.getInstance("MD5", "SUN");
        }

        @Override
        protected void engineUpdate(byte input) {
            md5.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            md5.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            HASHES.incrementAndGet();
            return md5.digest();
        }

        @Override
        protected void engineReset() {
            md5.reset();
        }
    }
}
