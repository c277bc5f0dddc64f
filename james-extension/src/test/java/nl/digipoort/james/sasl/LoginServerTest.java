// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.text;
import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import nl.digipoort.james.sasl.AuthenticationFailedException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginServerTest {
    private final Credentials credentials = Credentials.inRealm("unused").with("tim", "tanstaaf", "tim@example.org");

    private final LoginServer server = new LoginServer(credentials);

    @Test
    void asksForNameAndPasswordInTheWordsThatClientsExpect() throws Exception {
        String first = text(server.evaluateResponse(new byte[0]));
        String second = text(server.evaluateResponse(utf8("tim")));
        byte[] end = server.evaluateResponse(utf8("tanstaaf"));

        assertThat(first).isEqualTo("Username:");
        assertThat(second).isEqualTo("Password:");
        assertThat(end).isNull();
        assertThat(server.getAuthorizationID()).isEqualTo("tim@example.org");
    }

    @Test
    void takesTheNameFromAnInitialResponse() throws Exception {
        String first = text(server.evaluateResponse(utf8("tim")));
        server.evaluateResponse(utf8("tanstaaf"));

        assertThat(first).isEqualTo("Password:");
        assertThat(server.isComplete()).isTrue();
    }

    @Test
    void failsTheSameWayWhenTheUserIsUnknownOrThePasswordWrong() throws Exception {
        LoginServer other = new LoginServer(credentials);
        server.evaluateResponse(utf8("tim"));
        other.evaluateResponse(utf8("nobody"));

        AuthenticationFailedException wrong = failure(server, utf8("wrong"));
        AuthenticationFailedException unknown = failure(other, utf8("tanstaaf"));

        assertThat(wrong).hasMessage(unknown.getMessage());
        assertThat(wrong.kind()).isEqualTo(unknown.kind()).isEqualTo(Kind.REFUSED);
        assertThat(wrong.attemptedName()).contains("tim");
    }

    @Test
    void refusesAnEmptyNameAfterThePrompt() throws Exception {
        server.evaluateResponse(new byte[0]);

        assertThat(failure(server, new byte[0]).kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test user\u0000user", "\u0000", "tim\u0000", "tim\r\nforged"})
    void refusesANameWithAControlCharacter(String name) {
        assertThat(failure(server, utf8(name)).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void refusesANameThatIsTooLongOrNotUtf8() {
        assertThat(failure(server, utf8("x".repeat(256))).kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure(new LoginServer(credentials), new byte[] {(byte) 0xE9})
                        .kind())
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void judgesNothingWhenThePasswordHasTheWrongForm() throws Exception {
        byte[][] passwords = {{}, utf8("x".repeat(256)), {(byte) 0xE9}, utf8("a\u0000")};
        for (byte[] password : passwords) {
            LoginServer fresh = new LoginServer(credentials);
            fresh.evaluateResponse(utf8("tim"));

            assertThat(failure(fresh, password).kind()).isEqualTo(Kind.MALFORMED);
        }
        assertThat(credentials.lookups()).isEmpty();
    }

    @Test
    void wipesThePasswordItShowed() throws Exception {
        server.evaluateResponse(utf8("tim"));
        server.evaluateResponse(utf8("tanstaaf"));

        assertThat(credentials.shown()).singleElement().satisfies(password -> assertThat(password)
                .containsOnly('\0'));
    }

    private static AuthenticationFailedException failure(LoginServer server, byte[] response) {
        AuthenticationFailedException failure =
                catchThrowableOfType(AuthenticationFailedException.class, () -> server.evaluateResponse(response));
        assertThat(failure).isNotNull();
        assertThat(server.isComplete()).isFalse();
        return failure;
    }
}
