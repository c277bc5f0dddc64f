package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialKeyFileTest {
    private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {BASE64, BASE64 + "\n", BASE64 + "\r\n"})
    void readsTheKeyWhenItIsOneLine(String content) throws IOException {
        CredentialKey key = CredentialKeyFile.read(write(content));

        assertThat(key.secretKey().getEncoded()).hasSize(32).startsWith(0, 1, 2, 3);
        assertThat(key.id()).isEqualTo("630dcd29");
        assertThat(key).hasToString("CredentialKey 630dcd29");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "secret-and-not-base64",
                "AAECAwQFBgcICQoLDA0ODw==",
                BASE64 + "\n\n",
                " " + BASE64,
                BASE64 + "\n" + BASE64,
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ=="
            })
    void refusesTheFileWithoutQuotingItWhenItIsMalformed(String content) throws IOException {
        Path file = write(content);

        assertThatThrownBy(() -> CredentialKeyFile.read(file))
                .isInstanceOf(CredentialKeyException.class)
                .hasNoCause()
                .hasMessage("the credential key " + file
                        + " is not one line of base64 for 32 octets; put the key back, or, where no records exist yet, make one with:"
                        + " openssl rand -base64 32 > " + file);
    }

    @Test
    void namesTheFileWhenItIsMissing() {
        Path file = folder.resolve("missing.key");

        assertThatThrownBy(() -> CredentialKeyFile.read(file))
                .isInstanceOf(CredentialKeyException.class)
                .hasMessage("cannot read the credential key " + file
                        + "; put the key back, or, where no records exist yet, make one with: openssl rand -base64 32 > "
                        + file);
    }

    @Test
    void namesTheFileWhenItIsAFolder() {
        assertThatThrownBy(() -> CredentialKeyFile.read(folder))
                .isInstanceOf(CredentialKeyException.class)
                .hasMessageContaining(folder.toString());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("credential.key"), content);
    }
}
