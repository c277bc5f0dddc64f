// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.CredentialKeys;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestSeals;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.routes.UserRoutes;
import org.apache.james.webadmin.service.UserService;
import org.apache.james.webadmin.utils.JsonTransformer;

/** James's WebAdmin on a port of its own, with James's user routes and ours. */
final class TestWebAdmin implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T12:34:56.789Z");

    private final TestWebAdminServer server;
    private final CredentialRecords records;
    private final Path keyFile;
    private final TestAudit trail;
    private final TestChanges changes;

    private TestWebAdmin(
            TestWebAdminServer server, CredentialRecords records, Path keyFile, TestAudit trail, TestChanges changes) {
        this.changes = changes;
        this.server = server;
        this.trail = trail;
        this.records = records;
        this.keyFile = keyFile;
    }

    static TestWebAdmin start(UsersRepository users, RecordStore store) {
        return start(users, store, new NoAuthenticationFilter());
    }

    static TestWebAdmin start(UsersRepository users, RecordStore store, AuthenticationFilter authentication) {
        Path keyFile = keyFile();
        CredentialKeys keys = CredentialKeys.inFile(keyFile, store, Clock.systemUTC());
        CredentialRecords records = records(users, store, "example.org", new RecordSeal(keys, new SecureRandom()));
        JsonTransformer json = new JsonTransformer(Set.of());
        TestAudit trail = new TestAudit();
        TestChanges changes = new TestChanges();
        AdministrationAudit audit = new AdministrationAudit(trail.trail());
        TestWebAdminServer server = TestWebAdminServer.start(
                authentication,
                List.of(new UserRoutes(new UserService(users), null, json, null)),
                new WebAdminAudit(audit),
                new WebAdminPasswordRecorder(records, users, audit, changes),
                new CredentialRoutes(records, users, audit, json),
                new CredentialKeyRoutes(keys, store, audit, json));
        return new TestWebAdmin(server, records, keyFile, trail, changes);
    }

    TestChanges changes() {
        return changes;
    }

    TestAudit trail() {
        return trail;
    }

    /** Records over the same store under another realm or key. */
    static CredentialRecords records(UsersRepository users, RecordStore store, String realm, byte[] key) {
        return records(users, store, realm, TestSeals.under(key));
    }

    private static CredentialRecords records(UsersRepository users, RecordStore store, String realm, RecordSeal seal) {
        return new CredentialRecords(
                store,
                new DefaultUserFingerprints(users),
                users,
                seal,
                realm,
                4096,
                true,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Path keyFile() {
        try {
            return Files.writeString(Files.createTempFile("credential", ".key"), base64(new byte[32]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    /** Writes these keys to the key file; the first seals. */
    void writeKeys(byte[]... keys) throws IOException {
        Files.write(keyFile, Arrays.stream(keys).map(TestWebAdmin::base64).collect(Collectors.toList()));
    }

    CredentialRecords records() {
        return records;
    }

    /** @param headers names and values in turn */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return server.send(method, path, BodyPublishers.ofString(body), headers);
    }

    /** Sends a body without its length. */
    HttpResponse<String> sendInChunks(String method, String path, String body)
            throws IOException, InterruptedException {
        return server.send(
                method,
                path,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, "");
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.delete(keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
