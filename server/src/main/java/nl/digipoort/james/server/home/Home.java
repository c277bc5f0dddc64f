// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The directory of one server: {@code conf/} (the operator's, copied once), {@code extensions-jars/} (ours, updated at each start) and
 * {@code var/} (data, log, run-time files). While it is open it is locked against a second server.
 */
public final class Home implements AutoCloseable {
    private final Path directory;
    private final HomeLock lock;

    private Home(Path directory, HomeLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Prepares the directory for a start, and locks it. */
    public static Home open(Path directory, HomeKind kind) {
        try {
            boolean fresh = kind.isFresh(directory);
            OwnerOnly.directory(directory);
            OwnerOnly.directory(directory.resolve("var"));
            OwnerOnly.directory(directory.resolve("var/run"));
            OwnerOnly.directory(directory.resolve("var/log"));
            Home home = new Home(directory, HomeLock.acquire(directory));
            home.prepare(kind, fresh);
            return home;
        } catch (IOException e) {
            throw new StartException("home " + directory + " cannot be used: " + e, e);
        }
    }

    private void prepare(HomeKind kind, boolean fresh) throws IOException {
        try {
            Distribution distribution = Distribution.locate();
            distribution.copyConfigurationTo(configuration(), kind);
            kind.check(configuration());
            distribution.refreshExtensions(directory.resolve("extensions-jars"));
            JmxCredentials.ensure(configuration());
            if (fresh) {
                CredentialKey.ensure(configuration());
            }
            AuditKey.ensure(configuration());
            TlsCertificate.ensure(configuration().resolve("tls"), Clock.systemUTC());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public Path directory() {
        return directory;
    }

    public Path configuration() {
        return directory.resolve("conf");
    }

    public Path logFile() {
        return directory.resolve("var/log/digipoort.log");
    }

    public RuntimeFile runtimeFile() {
        return RuntimeFile.in(directory);
    }

    @Override
    public void close() {
        lock.close();
    }
}
