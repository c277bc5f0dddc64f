// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.lock.LeaseKeeper;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.module.DigipoortModule;
import nl.digipoort.james.pop3.server.Pop3Listeners;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * A POP3 server for the tests of client systems: the product's own, with its mail in memory and with faults on request. Every fault has an
 * account of its name in example.org, so most tests need no configuration. Thread-safe.
 */
public final class TestServer implements AutoCloseable {
    /** The password of all accounts that were not given another one. */
    public static final String PASSWORD = "digipoort";

    private static final String DOMAIN = "example.org";
    private static final long MINUTE = 60;
    private static final long STOP_MILLIS = 500;

    private final ServerIdentity identity;
    private final Faults faults;
    private final Transcripts transcripts;
    private final Injector injector;
    private final MaildropsInMemory maildrops;
    private final Disposal disposal;
    private final int port;

    private TestServer(TestServerSettings settings, Path home, ServerIdentity identity, Disposal disposal)
            throws Exception {
        this.disposal = disposal;
        this.identity = identity;
        this.faults = new Faults(settings.faults());
        this.transcripts = new Transcripts(Clock.systemUTC());
        TappedConnections connections = new TappedConnections(transcripts);
        Injector james = Guice.createInjector(new JamesInMemory(home));
        this.injector = james.createChildInjector(Modules.override(james.getInstance(DigipoortModule.class))
                .with(new FaultsModule(faults, connections, disposal)));
        this.maildrops = injector.getInstance(MaildropsInMemory.class);
        injector.getInstance(LeaseKeeper.class).start();
        Arrays.stream(Fault.values()).filter(Fault::isOfAccount).forEach(fault -> account(fault.label(), PASSWORD));
        Pop3Listeners listeners = injector.getInstance(Pop3Listeners.class);
        listeners.start();
        String address = listeners.boundAddresses().get(0);
        this.port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** On a free port of 127.0.0.1, without faults of the listener. */
    public static TestServer start() {
        return start(TestServerSettings.usual());
    }

    /** @throws IllegalStateException if it cannot start, for example because the port is taken */
    public static TestServer start(TestServerSettings settings) {
        Disposal disposal = new Disposal();
        try {
            ServerIdentity identity = ServerIdentity.make(
                    settings.hosts(), settings.faults(), Clock.systemUTC().instant());
            // All of them are read once: no key stays on the disk.
            try (ServerFiles files = ServerFiles.write(settings, identity)) {
                return new TestServer(settings, files.home(), identity, disposal);
            }
        } catch (Exception e) {
            end(disposal);
            throw new IllegalStateException("the test server cannot start: " + e.getMessage(), e);
        }
    }

    /** The port for STLS and for TLS at once. */
    public int port() {
        return port;
    }

    /** The authority that a client has to trust. With {@link Fault#SELF_SIGNED_CERTIFICATE} it does not help. */
    public X509Certificate certificate() {
        return identity.authority();
    }

    /** The same in PEM. */
    public String certificatePem() {
        return identity.authorityPem();
    }

    /** @param name with or without {@code @example.org}; a new account has {@link #PASSWORD} */
    public synchronized Account account(String name) {
        Username user = user(name);
        if (!isAccount(user)) {
            account(name, PASSWORD);
        }
        return new Account(this, user);
    }

    /** The account, which has that password from now on. */
    public synchronized Account account(String name, String password) {
        Username user = user(name);
        transcripts.strikeOut(password);
        try {
            UsersRepository users = injector.getInstance(UsersRepository.class);
            if (isAccount(user)) {
                users.removeUser(user);
            }
            users.addUser(user, password);
        } catch (UsersRepositoryException e) {
            throw new IllegalArgumentException("no account can have the name " + name, e);
        }
        // for DIGEST-MD5
        injector.getInstance(CredentialRecords.class).remember(user, password);
        if (faults.has(user, Fault.LOGIN_DELAY)) {
            announceDelay(user);
        }
        return new Account(this, user);
    }

    /** The account, unless nobody has made it yet. */
    Optional<Account> find(String name) {
        return Optional.of(user(name)).filter(this::isAccount).map(user -> new Account(this, user));
    }

    private boolean isAccount(Username user) {
        try {
            return injector.getInstance(UsersRepository.class).contains(user);
        } catch (UsersRepositoryException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Username user(String name) {
        return Username.of(name.contains("@") ? name : name + "@" + DOMAIN);
    }

    MaildropsInMemory maildrops() {
        return maildrops;
    }

    /** The accounts by name, in order. */
    public List<String> accounts() {
        try {
            List<String> names = new ArrayList<>();
            injector.getInstance(UsersRepository.class).list().forEachRemaining(user -> names.add(user.asString()));
            return names.stream().sorted().toList();
        } catch (UsersRepositoryException e) {
            throw new IllegalStateException(e);
        }
    }

    void begin(Username user, Fault fault) {
        if (!fault.isOfAccount()) {
            throw new IllegalArgumentException(fault.label() + " is a fault of the listener: start the server with it");
        }
        faults.begin(user, fault);
        if (fault == Fault.LOGIN_DELAY) {
            announceDelay(user);
        }
    }

    private void announceDelay(Username user) {
        limits(user, AccountLimitValues.of(Map.of(AccountLimit.LOGIN_DELAY, MINUTE)));
    }

    private void limits(Username user, AccountLimitValues values) {
        injector.getInstance(AccountLimits.class).setExceptions(user, values);
    }

    void mend(Username user) {
        faults.end(user);
        if (!faults.has(user, Fault.LOGIN_DELAY)) {
            limits(user, AccountLimitValues.EMPTY);
        }
    }

    /** The connections so far, the first one first; at most the last 500. */
    public List<Transcript> transcripts() {
        return transcripts.all();
    }

    /** The transcripts as one text. */
    public String transcript() {
        return transcripts().stream().map(Transcript::toString).collect(Collectors.joining("\n"));
    }

    /**
     * Forgets messages, requested faults and transcripts, and takes the maildrops from sessions that are open: the next login succeeds, whether
     * the last test said QUIT or not, and with a login delay too. Accounts stay, with their passwords.
     */
    public void reset() {
        MaildropLocks locks = injector.getInstance(MaildropLocks.class);
        locks.lookAll().forEach(lock -> locks.breakLock(lock.maildrop(), lock.fence()));
        ActivityStore logins = injector.getInstance(ActivityStore.class);
        accounts().forEach(name -> {
            account(name).clear().mend();
            logins.forget(user(name));
        });
        transcripts.clear();
    }

    /** Ends all connections. Netty's threads end up to two seconds later, for which nobody has to wait. */
    @Override
    public void close() {
        end(disposal);
    }

    private static void end(Disposal disposal) {
        Thread stopping = new Thread(disposal::run, "digipoort-test-server-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
