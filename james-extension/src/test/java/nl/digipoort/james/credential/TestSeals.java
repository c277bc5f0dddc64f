// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.security.SecureRandom;
import java.util.List;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestClock;

/** Seals under the keys of a test, which never change. */
public final class TestSeals {
    private TestSeals() {}

    /** @param octets the key, 32 octets */
    public static RecordSeal under(byte[] octets) {
        return under(CredentialKey.of(octets));
    }

    static RecordSeal under(CredentialKey... keys) {
        return new RecordSeal(keys(keys), new SecureRandom());
    }

    static CredentialKeys keys(CredentialKey... keys) {
        KeyRing ring = KeyRing.of(List.of(keys));
        KeySource source = new KeySource() {
            @Override
            public KeyRing read() {
                return ring;
            }

            @Override
            public String stamp() {
                return "";
            }
        };
        return new CredentialKeys(source, new MemoryRecordStore(), new TestClock());
    }
}
