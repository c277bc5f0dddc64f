// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.Distribution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes James's account in a new Cassandra, with a cqlsh that notes what it gets; ComposeIT runs it in its container. */
class CassandraAccountIT {
    private static final String PASSWORD = "0123-of-james";
    private static final String SUPERUSER_PASSWORD = "4567-of-the-superuser";

    /** Notes its arguments and the file that they name; lets in as {@code $LETS_IN} says. */
    private static final String CQLSH =
            """
            #!/bin/sh
            echo "$@" >>arguments
            stat -c %a "$2" >>modes
            cat "$2" >>logins
            cat >>statements
            grep -q "username = $LETS_IN" "$2"
            """;

    @TempDir
    private Path scratch;

    @BeforeEach
    void makeCqlsh() throws Exception {
        for (String folder : List.of("bin", "secrets", "tmp")) {
            Files.createDirectory(scratch.resolve(folder));
        }
        Path cqlsh = Files.writeString(scratch.resolve("bin/cqlsh"), CQLSH);
        assertThat(cqlsh.toFile().setExecutable(true)).isTrue();
        Files.writeString(scratch.resolve("secrets/cassandra-password"), PASSWORD);
        Files.writeString(scratch.resolve("secrets/cassandra-superuser-password"), SUPERUSER_PASSWORD);
    }

    @Test
    void showsNoPasswordAmongTheArgumentsOfAProcess() throws Exception {
        assertThat(run("cassandra")).isEqualTo("cassandra-account: made\n");

        assertThat(noted("arguments")).contains("--cqlshrc").doesNotContain(PASSWORD, SUPERUSER_PASSWORD);
        assertThat(noted("statements")).contains(PASSWORD, SUPERUSER_PASSWORD);
        assertThat(noted("modes")).isEqualTo("600\n");
        assertThat(scratch.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void logsInAsJamesWhenTheAccountIsThereAlready() throws Exception {
        assertThat(run("james")).isEqualTo("cassandra-account: there already\n");

        assertThat(noted("logins")).endsWith("[authentication]\nusername = james\npassword = " + PASSWORD + "\n");
        assertThat(noted("arguments")).doesNotContain(PASSWORD);
        assertThat(noted("modes")).isEqualTo("600\n600\n");
        assertThat(scratch.resolve("tmp")).isEmptyDirectory();
    }

    private String noted(String file) throws IOException {
        return Files.readString(scratch.resolve(file));
    }

    private String run(String letIn) throws Exception {
        String script = Files.readString(Distribution.project().resolve("deploy/cassandra-account"))
                .replace("/run/secrets", scratch.resolve("secrets").toString());
        Map<String, String> environment = Map.of(
                "PATH",
                scratch.resolve("bin") + ":" + System.getenv("PATH"),
                "TMPDIR",
                scratch.resolve("tmp").toString(),
                "LETS_IN",
                letIn);
        return RealClient.in(scratch).with(environment).run("bash", "-c", script);
    }
}
