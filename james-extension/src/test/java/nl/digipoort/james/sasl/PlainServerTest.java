// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.UncheckedIOException;
import nl.digipoort.james.sasl.AuthenticationFailedException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainServerTest {
    private static final String LONGEST = "\u00E9".repeat(127) + "x";

    private final Credentials credentials = Credentials.inRealm("unused")
            .with("tim", "tanstaaftanstaaf", "tim@example.org")
            .with("ursel", "xipj3plmq")
            .with(LONGEST, LONGEST);

    @ParameterizedTest
    @CsvSource({
        "@tim@tanstaaftanstaaf,tim@example.org",
        "tim@tim@tanstaaftanstaaf,tim@example.org",
        "tim#example.org@tim@tanstaaftanstaaf,tim@example.org",
        "TIM@tim@tanstaaftanstaaf,tim@example.org",
        "Tim#Example.ORG@tim@tanstaaftanstaaf,tim@example.org",
        "@ursel@xipj3plmq,ursel",
    })
    void yieldsTheAccountWhenThePasswordIsRight(String message, String account) throws Exception {
        PlainServer server = new PlainServer(credentials);

        byte[] end = server.evaluateResponse(message(message));

        assertThat(end).isNull();
        assertThat(server.getAuthorizationID()).isEqualTo(account);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@tim@wrong",
                "@tim@Tanstaaftanstaaf",
                "@nobody@tanstaaftanstaaf",
                "ursel@tim@tanstaaftanstaaf",
                "URSEL@tim@tanstaaftanstaaf",
                "tim#example.net@tim@tanstaaftanstaaf",
                "tim@nobody@tanstaaftanstaaf",
            })
    void refusesWhenTheCredentialsAreWrongOrNotForThatIdentity(String message) {
        AuthenticationFailedException failure = failure(message(message));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessage("the credentials are refused");
        assertThat(failure.attemptedName()).contains(message.split("@", -1)[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "@@",
                "tim",
                "tim@",
                "tim@tanstaaftanstaaf",
                "@@tanstaaftanstaaf",
                "@tim@",
                "tim@@tanstaaftanstaaf",
                "@tim@tan@staaf",
                "@tim@tanstaaftanstaaf@",
                "@@tim@tanstaaftanstaaf",
                "@tim\r\nforged@tanstaaftanstaaf",
                "tim\u0007@tim@tanstaaftanstaaf",
            })
    void judgesNothingWhenTheMessageHasTheWrongForm(String message) {
        assertThat(failure(message(message)).kind()).isEqualTo(Kind.MALFORMED);
        assertThat(credentials.lookups()).isEmpty();
    }

    @Test
    void takesFieldsOf255Octets() throws Exception {
        PlainServer server = new PlainServer(credentials);

        server.evaluateResponse(message(LONGEST + "@" + LONGEST + "@" + LONGEST));

        assertThat(utf8(LONGEST)).hasSize(255);
        assertThat(server.getAuthorizationID()).isEqualTo(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@tim@FIELD", "@FIELD@x", "FIELD@tim@x"})
    void refusesAFieldOf256Octets(String form) {
        assertThat(failure(message(form.replace("FIELD", "x".repeat(256)))).kind())
                .isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@tim@FIELD", "@FIELD@x", "FIELD@tim@x"})
    void refusesAFieldThatIsNotUtf8(String form) {
        for (String octets :
                new String[] {"\u00E9", "\u00C0\u0080", "\u00ED\u00A0\u0080", "\u00F5\u0080\u0080\u0080"}) {
            byte[] message = Octets.toBytes(form.replace("FIELD", octets).replace('@', '\0'));

            assertThat(failure(message).kind()).isEqualTo(Kind.MALFORMED);
        }
        assertThat(credentials.lookups()).isEmpty();
    }

    @Test
    void wipesThePasswordItShowed() throws Exception {
        new PlainServer(credentials).evaluateResponse(message("@tim@tanstaaftanstaaf"));
        failure(message("@tim@wrong"));

        assertThat(credentials.shown()).hasSize(2).allSatisfy(password -> assertThat(password)
                .containsOnly('\0'));
    }

    @Test
    void passesOnThatCredentialsAreUnavailable() {
        PlainServer server = new PlainServer(new UnavailableCredentials());

        assertThatThrownBy(() -> server.evaluateResponse(message("@tim@x"))).isInstanceOf(UncheckedIOException.class);
        assertThat(server.isComplete()).isFalse();
    }

    @Test
    void takesNothingMoreOnceItIsOver() throws Exception {
        PlainServer server = new PlainServer(credentials);

        server.evaluateResponse(message("@tim@tanstaaftanstaaf"));

        assertThatThrownBy(() -> server.evaluateResponse(message("@ursel@xipj3plmq")))
                .isInstanceOf(AuthenticationFailedException.class);
        assertThat(server.getAuthorizationID()).isEqualTo("tim@example.org");
    }

    /** The octets of a message in which "@" stands for NUL and "#" for "@". */
    private static byte[] message(String text) {
        return utf8(text.replace('@', '\0').replace('#', '@'));
    }

    private AuthenticationFailedException failure(byte[] message) {
        PlainServer server = new PlainServer(credentials);
        AuthenticationFailedException failure =
                catchThrowableOfType(AuthenticationFailedException.class, () -> server.evaluateResponse(message));
        assertThat(failure).isNotNull();
        assertThat(failure.toString()).doesNotContain("tim").doesNotContain("tanstaaf");
        assertThat(server.isComplete()).isFalse();
        return failure;
    }
}
