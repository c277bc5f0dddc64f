package nl.digipoort.james.server.home;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate, so that a new home speaks TLS at once; the operator puts a real one in its place. */
public final class TlsCertificate {
    private static final String PRIVATE_KEY = "private.key";
    private static final String CERTIFICATE = "certificate.pem";
    private static final Duration LIFE = Duration.ofDays(825);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int KEY_BITS = 2048;
    private static final int SERIAL_BITS = 120;
    private static final int PEM_LINE = 64;

    private TlsCertificate() {}

    /** Makes a pair in the directory unless one is there. */
    public static void ensure(Path directory) throws IOException {
        Path privateKey = directory.resolve(PRIVATE_KEY);
        Path certificate = directory.resolve(CERTIFICATE);
        if (Files.exists(privateKey) != Files.exists(certificate)) {
            throw new StartException(
                    directory + " has only one of " + PRIVATE_KEY + " and " + CERTIFICATE + ": give both, or neither");
        }
        if (!Files.exists(privateKey)) {
            // In one step: half a pair, left by a crash, would stop every later start.
            Path part = directory.resolveSibling(directory.getFileName() + ".part");
            OwnerOnly.directory(part);
            make(part.resolve(PRIVATE_KEY), part.resolve(CERTIFICATE));
            Files.deleteIfExists(directory);
            Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void make(Path privateKey, Path certificate) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            KeyPair pair = generator.generateKeyPair();
            X509Certificate signed = sign(pair, Clock.systemUTC().instant());
            OwnerOnly.write(certificate, pem("CERTIFICATE", signed.getEncoded()));
            OwnerOnly.write(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new StartException("no TLS certificate could be made: " + e.getMessage(), e);
        }
    }

    private static X509Certificate sign(KeyPair pair, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=localhost");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFE)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    }

    private static GeneralName[] names() throws IOException {
        Set<GeneralName> names = new LinkedHashSet<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        String host = hostName();
        if (host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            names.add(new GeneralName(GeneralName.dNSName, host));
        }
        return names.toArray(GeneralName[]::new);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String pem(String type, byte[] octets) {
        String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
