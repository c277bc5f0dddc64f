package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginLogTest {
    @Test
    void writesEveryFieldInItsPlace() {
        assertThat(LoginLog.line(attempt("192.0.2.7", "anna@example.org"), LoginOutcome.AUTH))
                .isEqualTo("login outcome=AUTH address=192.0.2.7 port=51234 tls=- mechanism=PLAIN session=6f1c9a"
                        + " user=\"anna@example.org\"");
    }

    @Test
    void writesAHyphenWhereThereIsNoName() {
        assertThat(LoginLog.line(attempt("192.0.2.7"), LoginOutcome.CANCELLED))
                .startsWith("login outcome=CANCELLED ")
                .endsWith(" user=-");
        assertThat(LoginLog.line(attempt("192.0.2.7", "-"), LoginOutcome.AUTH)).endsWith(" user=\"-\"");
    }

    @Test
    void writesIpv6AddressesShort() {
        assertThat(LoginLog.line(attempt("2001:db8:0:0:0:0:0:1"), LoginOutcome.OK))
                .contains(" address=2001:db8::1 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a\" user=\"b|a\\\" user=\\\"b",
                "back\\slash|back\\\\slash",
                "andr\u00e9|andr\\u00E9",
                "\u202egro|\\u202Egro",
                "a' b|a' b",
            })
    void escapesWhatCouldPassForAnotherField(String name, String written) {
        assertThat(LoginLog.line(attempt("192.0.2.7", name), LoginOutcome.AUTH)).endsWith(" user=\"" + written + "\"");
    }

    @Test
    void keepsALineOneLine() {
        assertThat(LoginLog.line(attempt("192.0.2.7", "a\r\nlogin\u2028\u0085\tx"), LoginOutcome.AUTH))
                .endsWith(" user=\"a\\r\\nlogin\\u2028\\u0085\\tx\"");
    }

    @Test
    void cutsANameThatIsLongerThanAnyAccounts() {
        assertThat(LoginLog.line(attempt("192.0.2.7", "a".repeat(4000)), LoginOutcome.AUTH))
                .endsWith(" user=\"" + "a".repeat(255) + "\"");
    }

    private static LoginAttempt attempt(String address, String name) {
        LoginAttempt attempt = attempt(address);
        attempt.nameIt(name);
        return attempt;
    }

    private static LoginAttempt attempt(String address) {
        return LoginAttempt.by("PLAIN", new DigipoortSession(new From(address), new ProtocolConfigurationImpl("x") {}));
    }

    /** A connection that knows where it comes from, and nothing else. */
    private static final class From implements ProtocolTransport {
        private final InetSocketAddress address;

        private From(String address) {
            try {
                this.address = new InetSocketAddress(InetAddress.getByName(address), 51234);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }

        @Override
        public InetSocketAddress getRemoteAddress() {
            return address;
        }

        @Override
        public InetSocketAddress getLocalAddress() {
            return address;
        }

        @Override
        public String getId() {
            return "6f1c9a";
        }

        @Override
        public boolean isTLSStarted() {
            return false;
        }

        @Override
        public boolean isStartTLSSupported() {
            return false;
        }

        @Override
        public Optional<SSLSession> getSSLSession() {
            return Optional.empty();
        }

        @Override
        public boolean isProxyRequired() {
            return false;
        }

        @Override
        public void writeResponse(Response response, ProtocolSession session) {
            throw new IllegalStateException();
        }

        @Override
        public void popLineHandler() {
            throw new IllegalStateException();
        }

        @Override
        public void pushLineHandler(LineHandler<? extends ProtocolSession> handler, ProtocolSession session) {
            throw new IllegalStateException();
        }

        @Override
        public void setReadable(boolean readable) {
            throw new IllegalStateException();
        }

        @Override
        public boolean isReadable() {
            return true;
        }
    }
}
