// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that the fuzzer begins with, and those that it once found something with. */
class SaslFuzzTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0username=\"a\\\\\"b\",realm=r,nonce=\"n\",nc=00000001,cnonce=c,digest-uri=pop/h,charset=utf-8",
                "0,,\r\n a \t=\r\n\t\"\\",
                "1a\u0000b\u0000c",
                "1\u0000\u0000\u0000",
                "2\u00FF",
                "3authzid=\"\u00C3\u0085\",maxbuf=00000000000000000000017",
                "3charset=utf-8,x=\"\u00C0\u0080\"",
                "3qop=\"auth\",charset=\"UTF-8\",cipher=,",
                "4n,,n=a,r=b",
                "4p=x,a==2C,n==,r=,,",
                "5c=biws,r=cs,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "5c==,r=,p=",
                "6p=tls-exporter,,n=a,r=b",
                "6y,,n=a,r=b",
                "7c=cD10bHMtZXhwb3J0ZXIsLGhlcmU=,r=cs,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "7c=cD10bHMtZXhwb3J0ZXIsLHRoZXJl,r=cs,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "8p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "8x=y,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            })
    void findsNothing(String input) {
        assertThatCode(() -> SaslFuzzTarget.fuzzerTestOneInput(Octets.toBytes(input)))
                .doesNotThrowAnyException();
    }
}
