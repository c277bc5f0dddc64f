// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** The channel binding tls-server-end-point (RFC 5929 section 4): the server's certificate by the hash of its signature. */
final class ServerEndPoint {
    private static final Pattern ALGORITHM = Pattern.compile("(MD5|SHA1|SHA224|SHA256|SHA384|SHA512)WITH.+");

    private ServerEndPoint() {}

    /** Empty for a signature whose name names no hash: RSASSA-PSS, Ed25519. */
    static Optional<byte[]> of(SSLSession tls) {
        try {
            X509Certificate certificate = (X509Certificate) tls.getPeerCertificates()[0];
            Matcher algorithm = ALGORITHM.matcher(certificate.getSigAlgName().toUpperCase(Locale.ROOT));
            return algorithm.matches()
                    ? Optional.of(
                            MessageDigest.getInstance(hash(algorithm.group(1))).digest(certificate.getEncoded()))
                    : Optional.empty();
        } catch (SSLException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static String hash(String named) {
        boolean isWeak = named.equals("MD5") || named.equals("SHA1");
        return isWeak ? "SHA-256" : named.replace("SHA", "SHA-");
    }
}
