// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.command.line.UsageException;

/**
 * A self-signed RSA and ECDSA certificate with their keys, to begin with. The JDK makes certificates only by its {@code keytool}, which every
 * Java has. Immutable; {@code toString} has no key.
 */
final class SelfSigned {
    private static final String PASSWORD = "DIGIPOORT_KEYSTORE_PASSWORD";
    private static final String IP_ADDRESS = "\\d+\\.\\d+\\.\\d+\\.\\d+";
    private static final long LONGEST_SECONDS = 60;

    private final String keys;
    private final String certificates;

    private SelfSigned(String keys, String certificates) {
        this.keys = keys;
        this.certificates = certificates;
    }

    /** @throws UsageException if there is no keytool, or it fails */
    static SelfSigned of(String host) {
        StringBuilder keys = new StringBuilder();
        StringBuilder certificates = new StringBuilder();
        for (List<String> kind :
                List.of(List.of("-keyalg", "RSA", "-keysize", "3072"), List.of("-keyalg", "EC", "-keysize", "256"))) {
            try {
                add(host, kind, keys, certificates);
            } catch (IOException | GeneralSecurityException e) {
                throw new UsageException("no certificate can be made with keytool: " + e.getMessage());
            }
        }
        return new SelfSigned(keys.toString(), certificates.toString());
    }

    private static void add(String host, List<String> kind, StringBuilder keys, StringBuilder certificates)
            throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("digipoort");
        Path store = folder.resolve("one.p12");
        try {
            char[] password = password();
            run(host, kind, store, password);
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            try (InputStream octets = Files.newInputStream(store)) {
                loaded.load(octets, password);
            }
            Key key = loaded.getKey("one", password);
            keys.append(pem("PRIVATE KEY", key.getEncoded()));
            certificates.append(pem("CERTIFICATE", loaded.getCertificate("one").getEncoded()));
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static void run(String host, List<String> kind, Path store, char[] password) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "one",
                "-dname",
                "CN=" + host + ", O=self-signed by digipoort",
                "-ext",
                "san=" + (host.matches(IP_ADDRESS) ? "ip:" : "dns:") + host,
                "-ext",
                "bc:critical=ca:false",
                "-ext",
                "ku:critical=digitalSignature",
                "-ext",
                "eku=serverAuth",
                "-validity",
                "365",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                PASSWORD));
        words.addAll(kind);
        ProcessBuilder keytool = new ProcessBuilder(words).redirectErrorStream(true);
        keytool.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        keytool.environment().put(PASSWORD, new String(password));
        Process process = keytool.start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static char[] password() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random).toCharArray();
    }

    private static String pem(String label, byte[] octets) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    String keys() {
        return keys;
    }

    String certificates() {
        return certificates;
    }
}
