// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** An AES key that can erase its octets, which the JDK's own {@code SecretKeySpec} cannot. Thread-safe. */
final class ErasableKey implements SecretKey {
    private static final long serialVersionUID = 1L;

    private final transient byte[] octets;
    private transient boolean destroyed;

    /** @param octets copied */
    ErasableKey(byte[] octets) {
        this.octets = octets.clone();
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** @throws IllegalStateException if the key is destroyed */
    @Override
    public synchronized byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("the key is destroyed");
        }
        return octets.clone();
    }

    @Override
    public synchronized void destroy() {
        Arrays.fill(octets, (byte) 0);
        destroyed = true;
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "an AES key";
    }
}
