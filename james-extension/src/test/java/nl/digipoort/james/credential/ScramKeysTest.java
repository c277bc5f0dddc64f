// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import org.junit.jupiter.api.Test;

class ScramKeysTest {
    private static final byte[] SALT = BaseEncoding.base64().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    /** The password, salt and count of RFC 7677 section 3, as PostgreSQL and Dovecot store them. */
    @Test
    void derivesTheKeysOfThePublishedExample() {
        ScramKeys keys = derive("pencil");

        assertThat(keys.storedKey())
                .isEqualTo(BaseEncoding.base64().decode("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="));
        assertThat(keys.serverKey())
                .isEqualTo(BaseEncoding.base64().decode("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="));
    }

    @Test
    void preparesThePassword() {
        assertThat(derive("I\u00adX").storedKey()).isEqualTo(derive("IX").storedKey());
        assertThat(derive("\u00fc").storedKey()).isEqualTo(derive("u\u0308").storedKey());
        assertThat(ScramKeys.derive("a\tb", SALT, 4096)).isEmpty();
        assertThat(ScramKeys.derive("", SALT, 4096)).isEmpty();
    }

    @Test
    void erasesItselfButNoCopy() {
        ScramKeys keys = derive("pencil");
        ScramKeys copy = keys.copy();

        keys.erase();

        assertThat(keys.storedKey()).isEqualTo(new byte[32]);
        assertThat(keys.serverKey()).isEqualTo(new byte[32]);
        assertThat(copy.storedKey()).isEqualTo(derive("pencil").storedKey());
    }

    private static ScramKeys derive(String password) {
        return ScramKeys.derive(password, SALT, 4096).orElseThrow();
    }
}
