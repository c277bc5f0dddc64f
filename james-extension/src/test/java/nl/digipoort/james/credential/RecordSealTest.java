// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class RecordSealTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final byte[] SECRET = "sixteen octets!!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FINGERPRINT = {1, 2, 3};

    private final RecordSeal seal = TestSeals.under(key(1));

    @Test
    void opensWhatItSealed() throws BrokenSealException {
        assertThat(seal.open(record(sealed()))).isEqualTo(SECRET);
    }

    @Test
    void namesVersionAndKeyInClear() {
        assertThat(sealed()[0]).isEqualTo((byte) 1);
        assertThat(new String(sealed(), 1, 8, StandardCharsets.US_ASCII)).isEqualTo(key(1).id());
    }

    @Test
    void takesAFreshNonceWhenItSealsAgain() {
        assertThat(sealed()).isNotEqualTo(sealed());
    }

    @Test
    void staysShutWhenAnyOctetIsChanged() {
        for (int i = 0; i < sealed().length; i++) {
            byte[] changed = sealed();
            changed[i] ^= 1;
            assertThatThrownBy(() -> seal.open(record(changed))).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void staysShutWhenCutShort() {
        byte[] sealed = sealed();
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> seal.open(record(cut))).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void staysShutWhenMovedToAnotherUserRealmOrPassword() {
        Username asLong = Username.of("clara@example.org");
        Username longer = Username.of("mallory@example.org");

        assertShut(SealedRecord.of(asLong, "example.org", sealed(), FINGERPRINT, Instant.EPOCH));
        assertShut(SealedRecord.of(longer, "example.org", sealed(), FINGERPRINT, Instant.EPOCH));
        assertShut(SealedRecord.of(ALICE, "example.net", sealed(), FINGERPRINT, Instant.EPOCH));
        assertShut(SealedRecord.of(ALICE, "example.org", sealed(), new byte[] {1, 2, 4}, Instant.EPOCH));
    }

    private void assertShut(SealedRecord moved) {
        assertThatThrownBy(() -> seal.open(moved)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void namesTheKeyWhenItDoesNotHaveIt() {
        RecordSeal other = TestSeals.under(key(2));

        assertThatThrownBy(() -> other.open(record(sealed())))
                .isInstanceOf(BrokenSealException.class)
                .hasMessage("sealed under key " + key(1).id() + ", which is not among the credential keys");
    }

    @Test
    void sealsUnderTheFirstKeyAndOpensUnderEach() throws BrokenSealException {
        RecordSeal both = TestSeals.under(key(2), key(1));

        SealedRecord anew = record(both.seal(SECRET, ALICE, "example.org", FINGERPRINT));

        assertThat(anew.keyId()).isEqualTo(key(2).id());
        assertThat(both.open(anew)).isEqualTo(SECRET);
        assertThat(both.open(record(sealed()))).isEqualTo(SECRET);
    }

    @Test
    void staysShutWhenItsKeyIsErased() {
        CredentialKey key = key(1);
        RecordSeal erased = TestSeals.under(key);
        key.erase();

        assertThatThrownBy(() -> erased.open(record(sealed())))
                .isInstanceOf(BrokenSealException.class)
                .hasMessageContaining("taken away");
        assertThatThrownBy(() -> erased.seal(SECRET, ALICE, "example.org", FINGERPRINT))
                .isInstanceOf(IllegalStateException.class);
    }

    private byte[] sealed() {
        return seal.seal(SECRET, ALICE, "example.org", FINGERPRINT);
    }

    private static SealedRecord record(byte[] sealed) {
        return SealedRecord.of(ALICE, "example.org", sealed, FINGERPRINT, Instant.EPOCH);
    }

    static CredentialKey key(int fill) {
        byte[] octets = new byte[CredentialKey.OCTETS];
        Arrays.fill(octets, (byte) fill);
        return CredentialKey.of(octets);
    }
}
