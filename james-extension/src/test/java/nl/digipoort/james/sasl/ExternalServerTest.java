// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import nl.digipoort.james.sasl.AuthenticationFailedException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalServerTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "tim@example.org", "TIM@Example.org"})
    void yieldsTheAccountThatIsProvenWhenNoOtherIsAskedFor(String authorizationId) throws Exception {
        ExternalServer server = new ExternalServer(new Proven(Optional.of("tim@example.org")));

        assertThat(server.evaluateResponse(authorizationId.getBytes(UTF_8))).isNull();
        assertThat(server.getAuthorizationID()).isEqualTo("tim@example.org");
    }

    @Test
    void refusesToActAsAnother() {
        AuthenticationFailedException failure = failure(Optional.of("tim@example.org"), "ursel@example.org");

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.attemptedName()).contains("tim@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tim@example.org"})
    void refusesACertificateThatIsNobodysWithTheSameWords(String authorizationId) {
        AuthenticationFailedException failure = failure(Optional.empty(), authorizationId);

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessage("the credentials are refused");
        assertThat(failure.attemptedName()).contains("CN=tim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tim\u0000", "tim\n", "\u00e9"})
    void refusesWhatIsNoNameBeforeAnyAccountIsLookedAt(String authorizationId) {
        byte[] octets = authorizationId.getBytes(ISO_8859_1);
        ExternalServer server = new ExternalServer(new Unasked());

        assertThatThrownBy(() -> server.evaluateResponse(octets))
                .isInstanceOfSatisfying(AuthenticationFailedException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.MALFORMED));
    }

    @Test
    void hasNoSecondChance() {
        ExternalServer server = new ExternalServer(new Proven(Optional.of("tim@example.org")));

        assertThatThrownBy(() -> server.evaluateResponse("ursel".getBytes(UTF_8)))
                .isInstanceOf(AuthenticationFailedException.class);
        assertThatThrownBy(() -> server.evaluateResponse(new byte[0])).hasMessage("the exchange is over");
    }

    private static AuthenticationFailedException failure(Optional<String> account, String authorizationId) {
        return catchThrowableOfType(AuthenticationFailedException.class, () -> new ExternalServer(new Proven(account))
                .evaluateResponse(authorizationId.getBytes(UTF_8)));
    }

    private static class Proven implements ExternalIdentity {
        private final Optional<String> account;

        Proven(Optional<String> account) {
            this.account = account;
        }

        @Override
        public Optional<String> account() {
            return account;
        }

        @Override
        public String name() {
            return "CN=tim";
        }

        @Override
        public boolean denotes(String name, String canonical) {
            return name.equalsIgnoreCase(canonical);
        }
    }

    private static final class Unasked extends Proven {
        Unasked() {
            super(Optional.empty());
        }

        @Override
        public Optional<String> account() {
            throw new IllegalStateException("nobody should ask");
        }
    }
}
