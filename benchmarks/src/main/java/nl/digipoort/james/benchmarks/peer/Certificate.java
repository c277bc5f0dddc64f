// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import nl.digipoort.james.benchmarks.process.Command;

/**
 * The one certificate of all servers: RSA-2048, self-signed.
 *
 * @param privateKey PKCS#8 PEM
 * @param chain PEM
 */
public record Certificate(Path privateKey, Path chain) {
    public static Certificate make(Path directory) throws IOException, InterruptedException {
        Path privateKey = directory.resolve("private.key");
        Path chain = directory.resolve("certificate.pem");
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-sha256",
                "-days",
                "30",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                privateKey.toString(),
                "-out",
                chain.toString());
        return new Certificate(privateKey, chain);
    }

    /** @param tls the folder of a configuration for it */
    void copyTo(Path tls) throws IOException {
        Files.copy(privateKey, tls.resolve("private.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(chain, tls.resolve("certificate.pem"), StandardCopyOption.REPLACE_EXISTING);
    }
}
