// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertToolTest {
    private static final String PASSWORD = "geheim\u00e9:{x}";
    /** By {@code doveadm pw} of Dovecot 2.3.19, of alice@example.org and of the password. */
    private static final String DIGEST = "{DIGEST-MD5}52c25c462563b2933468e39d92949eaf";

    private static final String SCRAM = "{SCRAM-SHA-256}4096,31j3Rh1LQxnLwwNYQmnjwg==,"
            + "joJDl4tJHArW/O5Hus75U+RIpWPsD0CGk24ogi4DcsM=,7+R2z8xo+inV34s1RCtrqJ1766w7MMsTsBezp0yvLjk=";

    @TempDir
    private Path scratch;

    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void listen() {
        out = new StringWriter();
        err = new StringWriter();
    }

    private int convert(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(scratch.resolve("move").toString());
        ConvertTool tool = new ConvertTool(
                () -> new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), new SecureRandom());
        return tool.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
    }

    private String accounts() throws IOException {
        return Files.readString(scratch.resolve("move/accounts.jsonl"));
    }

    @Test
    void convertsClearPasswordsAndKeepsNone() throws Exception {
        int status = convert(
                "user,password\nalice," + PASSWORD + "\nbob@other.example,\"a \"\"b\"\"\"\n",
                "--accounts=csv:-",
                "--domain=example.org");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString()).contains("alice@example.org", "bob@other.example", "converted\n", "all done");
        assertThat(accounts().lines()).hasSize(2).allMatch(line -> line.contains("PBKDF2") && line.contains("digests"));
        assertThat(Files.readString(scratch.resolve("move/manifest.json")))
                .contains("\"example.org\", \"other.example\"", "\"realm\" : \"example.org\"", "pbkdf2");
        try (Stream<Path> files = Files.walk(scratch.resolve("move"))) {
            for (Path file : files.filter(Files::isRegularFile).toArray(Path[]::new)) {
                assertThat(Files.readString(file)).doesNotContain(PASSWORD).doesNotContain("a \"b");
            }
        }
    }

    @Test
    void saysByWhatAnAccountOfDovecotCanLogIn() throws Exception {
        int status = convert(
                "alice@example.org:" + DIGEST + "\n# none\n\nbob@example.org:" + SCRAM
                        + ":1000:1000::/home/bob::userdb_mail=maildir:~/Maildir\n"
                        + "carol@example.org:{PLAIN.b64}Z2VoZWlt:::::\n",
                "--accounts=passwd-file:-",
                "--realm=example.org");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString())
                .containsPattern("alice@example.org .* converted, only DIGEST-MD5 as alice\n")
                .containsPattern("bob@example.org .* converted, only SCRAM-SHA-256\n")
                .containsPattern("carol@example.org .* converted\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{SHA512-CRYPT}$6$abc | its password is {SHA512-CRYPT}, and no login can be verified by it here",
                "abcdefghijklm | its password is {CRYPT}",
                "{SCRAM-SHA-256}100,31j3Rh1LQxnLwwNYQmnjwg==,joJDl4tJHArW/O5Hus75U+RIpWPsD0CGk24ogi4DcsM=,"
                        + "7+R2z8xo+inV34s1RCtrqJ1766w7MMsTsBezp0yvLjk= | it has 100 iterations, and from 4096 to 100000",
                "{SCRAM-SHA-256}4096,AAAA,joJDl4tJHArW/O5Hus75U+RIpWPsD0CGk24ogi4DcsM=,"
                        + "7+R2z8xo+inV34s1RCtrqJ1766w7MMsTsBezp0yvLjk= | it has a salt of 3 octets",
                "{PLAIN} | its password is {PLAIN}, and it is empty"
            })
    void namesAnAccountWhosePasswordIsOfNoUseAndTakesItOnlyIfAsked(String password, String reason) throws Exception {
        String input = "dave@example.org:" + password.strip() + "\nalice@example.org:" + DIGEST + "\n";
        String[] options = {"--accounts=passwd-file:-", "--realm=example.org"};

        assertThat(convert(input, options)).isEqualTo(1);
        assertThat(out.toString()).contains("failed: ", reason, "not all: 1 missing");
        assertThat(accounts().lines()).singleElement().asString().contains("alice@example.org");
        assertThat(Files.readString(scratch.resolve("move/manifest.json"))).contains("account dave@example.org: ");
        assertThat(scratch.resolve("move/example.org/dave")).doesNotExist();

        scratch = Files.createDirectory(scratch.resolve("again"));
        assertThat(convert(input, options[0], options[1], "--without-passwords"))
                .isZero();
        assertThat(out.toString()).containsPattern("dave@example.org .* converted, without a password\n");
    }

    @Test
    void convertsNoAccountThatWouldBeAllowedMoreThanItIs() throws Exception {
        int status = convert(
                "dave@example.org:{PLAIN}geheim::::::nologin allow_nets=10.0.0.0/8 userdb_quota=1\n",
                "--accounts=passwd-file:-",
                "--realm=example.org",
                "--without-passwords");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .contains("failed: its logins depend on nologin, allow_nets, which there is not here");
    }

    @Test
    void convertsNoDigestOfAnotherRealm() throws Exception {
        int status =
                convert("alice@example.org:" + DIGEST + "\n", "--accounts=passwd-file:-", "--realm=pop3.example.org");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("its {DIGEST-MD5} is of the realm example.org, and the realm here is pop3");

        scratch = Files.createDirectory(scratch.resolve("again"));
        assertThat(convert(
                        "alice@example.org:" + DIGEST + "\n",
                        "--accounts=passwd-file:-",
                        "--realm=pop3.example.org",
                        "--without-passwords"))
                .isZero();
        assertThat(out.toString()).containsPattern("alice@example.org .* converted, without a password\n");
        assertThat(accounts()).doesNotContain("digests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff"})
    void readsNoByteOrderMarkAsPartOfAName(String mark) throws Exception {
        int status = convert(mark + "alice:{PLAIN}geheim\n", "--accounts=passwd-file:-", "--domain=example.org");

        assertThat(status).isZero();
        assertThat(accounts()).contains("\"user\":\"alice@example.org\"");
    }

    @Test
    void readsADumpOfSasldb() throws Exception {
        int status = convert(
                """
                VERSION=3
                format=print
                type=hash
                h_nelem=3
                db_pagesize=4096
                HEADER=END
                 alice\\00vm\\00userPassword
                 gehe\\\\im \\c3\\a9{x}
                 alice\\00vm\\00cmusaslsecretOTP
                 abc
                DATA=END
                """,
                "--accounts=sasldb:-",
                "--domain=example.org");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString()).containsPattern("alice@example.org .* converted\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--accounts=csv:- --domain=d | '' | standard input:1: the first line must name the columns",
                "--accounts=csv:- --domain=d | alice,geheim | standard input:1: the first line must name the columns",
                "--accounts=csv:- --domain=d | 'user,password,hash~a,geheim' | standard input:2: 2 fields instead of 3",
                "--accounts=csv:- --domain=d | 'user,password~a,geheim~A,geheim' | :3: an account that is there already",
                "--accounts=csv:- --domain=d | 'user,password~a,\"geheim' | :2: a quotation mark that is not closed",
                "--accounts=csv:- --domain=d | 'user,password~a,\"geheim\"x' | :2: something behind a closing quotation mark",
                "--accounts=csv:- --domain=d | 'user,password~a,gehe\"im' | :2: a quotation mark within a field",
                "--accounts=csv:- --domain=d | 'user,password~a,' | :2: no password",
                "--accounts=csv:- --realm=d | 'user,password~a,geheim' | :2: a name without a domain: --domain says which",
                "--accounts=passwd-file:- --realm=d | 'a@d:{PLAIN}x~geheim' | :2: no \":\" between a name and a password",
                "--accounts=passwd-file:- --realm=d | 'a@d:{DIGEST-MD5}geheim' | :1: what is behind {DIGEST-MD5} has not 16",
                "--accounts=passwd-file:- --realm=d | 'a@d:{SCRAM-SHA-256}geheim' | :1: what is behind {SCRAM-SHA-256} is not",
                "--accounts=passwd-file:- --realm=d | 'a@d:{PLAIN.B32}geheim' | :1: an encoding of a password that is none",
                "--accounts=passwd-file:- --realm=d | 'a@d:{PLAIN.HEX}geheim' | :1: what is behind {PLAIN} is not in hexadecimal",
                "--accounts=sasldb:- --domain=d | geheim | :1: not what db_dump writes of a sasldb",
                "--accounts=sasldb:- --domain=d | 'VERSION=3~format=print~HEADER=END~ a~DATA=END' | the dump is not whole",
                "--accounts=sasldb:- --domain=d | 'VERSION=3~format=print~HEADER=END~ a~ geheim~DATA=END' | :4: a key that is not",
                "--accounts=sasldb:/etc/sasldb2 --domain=d | '' | --accounts sasldb:- is the only form",
                "--accounts=ldap:x --domain=d | '' | --accounts is csv:FILE, passwd-file:FILE or sasldb:-",
                "--domain=d | '' | --accounts is csv:FILE, passwd-file:FILE or sasldb:-",
                "--accounts=csv --domain=d | '' | --accounts is csv:FILE, passwd-file:FILE or sasldb:-",
                "--accounts=csv: --domain=d | '' | --accounts is csv:FILE, passwd-file:FILE or sasldb:-",
                "--accounts=csv:- --domain=d | 'user,password~' | standard input has no account",
                "--accounts=passwd-file:- --domain=d | '# none~~' | standard input has no account",
                "--accounts=passwd-file:- --domain=d | '\ufeff# none' | standard input has no account",
                "--accounts=csv:- --domain=d | 'user,password~a\u200b,geheim' | :2: a name that is empty, or has",
                "--accounts=passwd-file:- --domain=d | '~\ufeffa:{PLAIN}geheim' | :2: a name that is empty, or has",
                "--accounts=csv:- | '' | option --realm R is needed",
                "--accounts=csv:no-such-file --domain=d | '' | there is no no-such-file"
            })
    void refusesInOneLineWithoutASecretWhatItCannotRead(String options, String input, String reason) {
        int status = convert(input.replace('~', '\n'), options.strip().split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(reason)
                .doesNotContain("geheim");
        assertThat(out.toString()).isEmpty();
        assertThat(scratch.resolve("move.part")).doesNotExist();
    }

    @Test
    void refusesWhatIsNotInUtf8ByItsLine() {
        ConvertTool tool = new ConvertTool(
                () -> new ByteArrayInputStream("user,password\na,geheim\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)),
                new SecureRandom());

        int status = tool.run(
                new PrintWriter(out),
                new PrintWriter(err),
                "--accounts=csv:-",
                "--domain=d",
                scratch.resolve("move").toString());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("standard input:2: not in UTF-8").doesNotContain("geheim");
    }

    @Test
    void refusesAFolderThatIsThereAlready() throws Exception {
        Files.createDirectory(scratch.resolve("move"));

        assertThat(convert("user,password\na,geheim\n", "--accounts=csv:-", "--domain=d"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("move is there already");
    }
}
