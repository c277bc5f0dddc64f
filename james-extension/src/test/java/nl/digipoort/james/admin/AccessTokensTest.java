// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import nl.digipoort.james.credential.CapturedLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final String TOKEN = "0123456789abcdefghijABCDEFGHIJ-_";
    private static final String OTHER = "0123456789abcdefghijABCDEFGHIJ-+==";

    @TempDir
    private Path directory;

    private Path path;
    private TokenFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("digipoort-webadmin.tokens");
        file = new TokenFile(path);
    }

    @Test
    void areMadeOnceForTheirOwnerAlone() throws Exception {
        file.ensure(new SecureRandom());
        String made = Files.readString(path);
        file.ensure(new SecureRandom());

        assertThat(made).matches("admin [A-Za-z0-9_-]{43}\n");
        assertThat(Files.readString(path)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(new AccessTokens(file).nameOf(made.strip().substring(6))).contains("admin");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void sayHowToMakeThemWhenTheyCannotBeMade() {
        TokenFile unwritable = new TokenFile(directory.resolve("missing/tokens"));

        assertThatThrownBy(() -> unwritable.ensure(new SecureRandom()))
                .isInstanceOf(TokenFileException.class)
                .hasMessage("cannot make the file of WebAdmin's tokens " + directory + "/missing/tokens; make one with:"
                        + " (umask 077; echo \"admin $(openssl rand -hex 32)\" > " + directory + "/missing/tokens)");
    }

    @Test
    void tellWhomEachWasGivenTo() throws Exception {
        write("# those who may", "", "anna " + TOKEN, "ci-job@example.org\t" + OTHER + " ", "  ");
        AccessTokens tokens = new AccessTokens(file);

        assertThat(tokens.nameOf(TOKEN)).contains("anna");
        assertThat(tokens.nameOf(OTHER)).contains("ci-job@example.org");
        assertThat(tokens.nameOf("anna " + TOKEN)).isEmpty();
        assertThat(tokens.nameOf(TOKEN + " ")).isEmpty();
        assertThat(tokens.nameOf(TOKEN.substring(1))).isEmpty();
        assertThat(tokens.nameOf("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna 0123456789abcdefghijABCDEFGHIJ",
                "0123456789abcdefghijABCDEFGHIJ-_",
                "anna: 0123456789abcdefghijABCDEFGHIJ-_",
                "anna bob 0123456789abcdefghijABCDEFGHIJ-_",
                " anna 0123456789abcdefghijABCDEFGHIJ-_",
                "anna 0123456789abcdefghij=ABCDEFGHIJ-_",
                "ann\u00e9 0123456789abcdefghijABCDEFGHIJ-_",
                "anna 0123456789abcdefghij\"ABCDEFGHIJ-_",
            })
    void areRefusedWithTheLineAndWithoutItsText(String line) throws Exception {
        write("# first", line);

        assertThatThrownBy(() -> new AccessTokens(file))
                .isInstanceOf(TokenFileException.class)
                .hasMessageContaining("line 2 must be NAME TOKEN")
                .hasMessageNotContaining("0123456789");
    }

    @Test
    void areAtLeastOne() throws Exception {
        write("# none");

        assertThatThrownBy(() -> new AccessTokens(file)).hasMessageContaining("it holds no token");
    }

    @Test
    void areThoseOfAChangedFileAtOnce() throws Exception {
        write("anna " + TOKEN);
        AccessTokens tokens = new AccessTokens(file);
        replace("anna " + OTHER);

        assertThat(tokens.nameOf(TOKEN)).isEmpty();
        assertThat(tokens.nameOf(OTHER)).contains("anna");
    }

    @Test
    void stayWhenTheFileCannotBeUsedAndAreReadWhenItCan() throws Exception {
        write("anna " + TOKEN);
        AccessTokens tokens = new AccessTokens(file);
        try (CapturedLog log = CapturedLog.of(AccessTokens.class)) {
            replace("anna " + TOKEN, "short x");

            assertThat(tokens.nameOf(TOKEN)).contains("anna");
            assertThat(tokens.nameOf(TOKEN)).contains("anna");
            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .contains("line 2 must be NAME TOKEN", "The tokens read before stay in force")
                    .doesNotContain(TOKEN);
        }
        Files.delete(path);
        assertThat(tokens.nameOf(TOKEN)).contains("anna");
        replace("bob " + OTHER);
        assertThat(tokens.nameOf(OTHER)).contains("bob");
    }

    @Test
    void areNotInTheTextOfOne() {
        assertThat(AccessToken.parse("anna " + TOKEN)).hasToString("AccessToken[anna]");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(path, String.join("\n", lines));
    }

    /** Replaces the file, as an editor does. */
    private void replace(String... lines) throws IOException {
        Path fresh = directory.resolve("fresh");
        Files.writeString(fresh, String.join("\n", lines));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
