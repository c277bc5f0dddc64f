// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.io.BaseEncoding;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;

/** Generates names of mails from the time and 80 random bits: each is unique, and none reveals another. Thread-safe. */
final class MailNames {
    private static final int RANDOM_OCTETS = 10;
    private static final int RADIX = 36;
    private static final BaseEncoding BASE_32 = BaseEncoding.base32Hex().omitPadding();

    private final Clock clock;
    private final SecureRandom random;

    MailNames(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    String next() {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        return Long.toString(clock.millis(), RADIX).toUpperCase(Locale.ROOT) + "-" + BASE_32.encode(octets);
    }
}
