// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Perl's Authen::SASL, which always sends an authzid, and which counts nonces in an object that may serve again. */
@ExtendWith(SharedGateway.class)
class AuthenSaslIT {
    private static final String TWO_LOGINS_WITH_ONE_OBJECT =
            """
            use strict;
            use warnings;
            use Authen::SASL qw(Perl);
            use IO::Socket::SSL;
            use Net::POP3;

            my ($port, $ca, $user, $file, $mechanism) = @ARGV;
            open(my $secret, '<', $file) or die "$file: $!\\n";
            chomp(my $password = <$secret>);
            my $sasl = Authen::SASL->new(
                mechanism => $mechanism,
                callback => { user => $user, authname => $user, pass => $password });
            for (1 .. 2) {
                my $pop3 = Net::POP3->new('localhost', Port => $port, Timeout => 60, Debug => 1) or die $@;
                $pop3->starttls(SSL_ca_file => $ca) or die $SSL_ERROR;
                print $pop3->auth($sasl) ? "logged in\\n" : "refused\\n";
                $pop3->quit;
            }
            """;

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    AuthenSaslIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void choosesDigestMd5OfWhatIsOffered() throws Exception {
        Account account = gateway.newAccount();

        String printed = twoLogins(account, "LOGIN PLAIN DIGEST-MD5");

        assertThat(printed).contains(">>> AUTH DIGEST-MD5").doesNotContain(">>> AUTH PLAIN");
    }

    @Test
    void logsInTwiceWithOneObject() throws Exception {
        Account account = gateway.newAccount();

        String printed = twoLogins(account, "DIGEST-MD5");

        assertThat(printed.lines().filter("logged in"::equals)).hasSize(2);
    }

    private String twoLogins(Account account, String mechanism) throws Exception {
        Files.writeString(scratch.resolve("password"), account.password() + "\n", UTF_8);
        return RealClient.in(scratch)
                .where("perl", "-MNet::POP3", "-MAuthen::SASL", "-MIO::Socket::SSL", "-e", "1")
                .run(
                        "perl",
                        "-e",
                        TWO_LOGINS_WITH_ONE_OBJECT,
                        Integer.toString(gateway.pop3().getPort()),
                        gateway.certificate(),
                        account.user(),
                        "password",
                        mechanism);
    }
}
