// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Signing keys by number. */
final class TestSigningKeys {
    private TestSigningKeys() {}

    static SigningKey key(int number) {
        return new SigningKey(seed(number));
    }

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }

    static SigningKeys inFile(Path directory, int... numbers) throws IOException {
        write(directory, numbers);
        return SigningKeys.inFile(path(directory));
    }

    static void write(Path directory, int... numbers) throws IOException {
        Path part = directory.resolve("part");
        Files.writeString(
                part,
                IntStream.of(numbers)
                        .mapToObj(number -> Base64.getEncoder().encodeToString(seed(number)))
                        .collect(Collectors.joining("\n", "# keys\n\n", "\n")));
        Files.move(part, path(directory), StandardCopyOption.REPLACE_EXISTING);
    }

    static Path path(Path directory) {
        return directory.resolve("digipoort-audit.key");
    }

    /** Whether the signature of a line is by the key that the line names. */
    static boolean isSigned(String line) {
        int end = line.indexOf(",\"signature\":");
        byte[] octets = line.substring(0, end).getBytes(StandardCharsets.US_ASCII);
        byte[] publicKey = Base64.getDecoder().decode(AuditLines.fields(line).get("publicKey"));
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, new Ed25519PublicKeyParameters(publicKey, 0));
        signer.update(octets, 0, octets.length);
        return signer.verifySignature(
                Base64.getDecoder().decode(AuditLines.fields(line).get("signature")));
    }
}
