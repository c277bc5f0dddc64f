// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;

/**
 * The channel binding tls-server-end-point (RFC 5929 section 4): our certificate in this session, by the hash of its signature, or SHA-256
 * instead of MD5 and SHA-1.
 */
public final class ServerEndPoint {
    private static final Pattern HASH_AND_KEY = Pattern.compile("(.+)with.+", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHA_2 = Pattern.compile("SHA-?(224|256|384|512)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TOO_WEAK = Pattern.compile("MD[25]|SHA-?1", Pattern.CASE_INSENSITIVE);

    private ServerEndPoint() {}

    /** Empty if the session does not show our certificate, or its signature has no hash of its own (Ed25519). */
    public static Optional<byte[]> of(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        return chain == null || chain.length == 0 ? Optional.empty() : of((X509Certificate) chain[0]);
    }

    static Optional<byte[]> of(X509Certificate certificate) {
        try {
            Optional<String> hash = signatureHash(certificate);
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> signatureHash(X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        String algorithm = certificate.getSigAlgName();
        if (algorithm.equalsIgnoreCase("RSASSA-PSS")) {
            return Optional.of(pssHash(certificate)).map(ServerEndPoint::strong);
        }
        Matcher matcher = HASH_AND_KEY.matcher(algorithm);
        return matcher.matches() ? Optional.of(strong(matcher.group(1))) : Optional.empty();
    }

    private static String pssHash(X509Certificate certificate) throws GeneralSecurityException, IOException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(certificate.getSigAlgParams());
        return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    }

    private static String strong(String hash) {
        if (TOO_WEAK.matcher(hash).matches()) {
            return "SHA-256";
        }
        Matcher sha2 = SHA_2.matcher(hash);
        return sha2.matches() ? "SHA-" + sha2.group(1) : hash;
    }
}
