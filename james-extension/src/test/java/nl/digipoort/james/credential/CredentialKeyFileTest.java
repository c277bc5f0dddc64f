// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nl.digipoort.james.configuration.SecretFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialKeyFileTest {
    private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {BASE64, BASE64 + "\n", BASE64 + "\r\n", "# mine\n\n \t\r\n" + BASE64 + "\n\n#\n"})
    void readsTheKeyWhenThereIsOne(String content) throws IOException {
        KeyRing ring = new CredentialKeyFile(write(content)).read();

        assertThat(ring.ids()).containsExactly("630dcd29");
        assertThat(ring.first().secretKey().getEncoded()).hasSize(32).startsWith(0, 1, 2, 3);
        assertThat(ring.first()).hasToString("CredentialKey 630dcd29");
        assertThat(ring).hasToString("KeyRing [630dcd29]");
    }

    @Test
    void readsTheKeysInTheirOrder() throws IOException {
        KeyRing ring = new CredentialKeyFile(write("# new\n" + OTHER + "\n# old\n" + BASE64 + "\n")).read();

        assertThat(ring.ids()).hasSize(2).endsWith("630dcd29");
        assertThat(ring.first().id()).isNotEqualTo("630dcd29");
    }

    @ParameterizedTest
    @CsvSource({"rw-------,false", "rw-r-----,false", "rw----r--,true", "rw-r--r--,true"})
    void warnsWhenEveryUserOfTheMachineCanReadTheFile(String permissions, boolean warns) throws IOException {
        Path file = Files.setPosixFilePermissions(write(BASE64), PosixFilePermissions.fromString(permissions));

        try (CapturedLog log = CapturedLog.of(SecretFile.class)) {
            new CredentialKeyFile(file).read();

            assertThat(log.take())
                    .hasSize(warns ? 1 : 0)
                    .allMatch(line -> line.startsWith("WARN ") && line.contains("chmod o-rwx"))
                    .noneMatch(line -> line.contains(BASE64));
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("", "there is no key"),
                arguments("\n# " + BASE64 + "\n", "there is no key"),
                arguments("secret-and-not-base64", "line 1 is not base64 for 32 octets"),
                arguments("AAECAwQFBgcICQoLDA0ODw==", "line 1 is not base64 for 32 octets"),
                arguments(" " + BASE64, "line 1 is not base64 for 32 octets"),
                arguments(BASE64 + "\n\n" + OTHER + " # new\n", "line 3 is not base64 for 32 octets"),
                arguments(BASE64 + "," + OTHER, "line 1 is not base64 for 32 octets"),
                arguments("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==", "line 1 is not base64 for 32 octets"),
                arguments(BASE64 + "\n" + OTHER + "\n" + BASE64, "key 630dcd29 stands there twice"),
                arguments(keys(9), "there are more than 8 keys"),
                arguments(BASE64 + "\n#" + "x".repeat(8192), "it is longer than 8192 octets"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesTheFileWithoutQuotingItWhenItIsMalformed(String content, String why) throws IOException {
        Path file = write(content);

        assertThatThrownBy(() -> new CredentialKeyFile(file).read())
                .isInstanceOf(CredentialKeyException.class)
                .hasNoCause()
                .hasMessage("the credential key " + file + " is malformed: " + why
                        + "; put the key back, or, where no records exist yet, make one with: openssl rand -base64 32 > "
                        + file);
    }

    @Test
    void readsAsManyKeysAsAreAllowed() throws IOException {
        assertThat(new CredentialKeyFile(write(keys(8))).read().ids()).hasSize(8);
    }

    @Test
    void namesTheFileWhenItIsMissing() {
        Path file = folder.resolve("missing.key");

        assertThatThrownBy(() -> new CredentialKeyFile(file).read())
                .isInstanceOf(CredentialKeyException.class)
                .hasMessage("cannot read the credential key " + file
                        + "; put the key back, or, where no records exist yet, make one with: openssl rand -base64 32 > "
                        + file);
    }

    @Test
    void namesTheFileWhenItIsAFolder() {
        assertThatThrownBy(() -> new CredentialKeyFile(folder).read())
                .isInstanceOf(CredentialKeyException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void stampsTheFileAnewWhenAnotherIsRenamedIntoItsPlace() throws IOException {
        Path file = write(BASE64);
        CredentialKeyFile source = new CredentialKeyFile(file);
        String before = source.stamp();
        assertThat(source.stamp()).isEqualTo(before);

        Path other = Files.writeString(folder.resolve("new.key"), OTHER);
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(source.stamp()).isNotEqualTo(before);
        Files.delete(file);
        assertThat(source.stamp()).isEqualTo("unreadable");
    }

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Base64.getEncoder()
                        .encodeToString(ByteBuffer.allocate(CredentialKey.OCTETS)
                                .putInt(i)
                                .array()))
                .collect(Collectors.joining("\n"));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("credential.key"), content);
    }
}
