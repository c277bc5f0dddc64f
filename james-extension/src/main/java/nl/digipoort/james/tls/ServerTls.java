// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digipoort.james.configuration.Reload;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.GaugeRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of all listeners. When the files have changed to a usable state, everything that new connections use is replaced at once;
 * existing connections keep what they have. Thread-safe; connections never wait for a reload.
 */
public final class ServerTls {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerTls.class);
    /** IANA has registered no name for SMTP; these are the names that Exim uses, and one for LMTP. */
    private static final Set<String> MAIL_PROTOCOLS = Set.of("smtp", "esmtp", "lmtp");

    private final TlsSettings settings;
    private final FileSystem files;
    private final GaugeRegistry gauges;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private volatile SslContexts contexts;
    private volatile TlsStatus status;
    private TlsProvider provider;
    private List<TicketKey> tickets = List.of();
    private Instant ticketsSince = Instant.MIN;
    private String served = "";
    private String refused = "";

    /** @param files resolves the paths of the settings */
    public ServerTls(TlsSettings settings, FileSystem files, GaugeRegistry gauges, Clock clock) {
        this.settings = settings;
        this.files = files;
        this.gauges = gauges;
        this.clock = clock;
    }

    /**
     * Reads the certificates for the first time. One that has expired or is not valid yet is served with a warning, because a starting
     * server has no other.
     *
     * @throws TlsException if they cannot be served
     */
    public synchronized void start() {
        if (contexts != null) {
            return;
        }
        provider = TlsProvider.choose(settings);
        LOGGER.info("TLS is done by {}", provider);
        try (FileContents contents = read()) {
            TlsMaterial material = TlsMaterial.read(settings, contents);
            serve(material, contents.state());
            material.invalidAt(clock.instant())
                    .ifPresent(why -> LOGGER.error("{}; it is served all the same until a better one is there", why));
        }
        gauges.register(
                "digipoort-tls-certificate-days", () -> status.firstToExpire().daysLeft(clock.instant()));
    }

    /** Reads the certificates again; serves them from now on if they can be used. */
    public synchronized Reload reload() {
        if (contexts == null) {
            return new Reload(Reload.Kind.REFUSED, "The POP3 server is not running");
        }
        try (FileContents contents = read()) {
            String state = contents.state();
            if (state.equals(served)) {
                refused = "";
                status = status(status.loadedAt(), Optional.empty());
                return new Reload(Reload.Kind.UNCHANGED, "The files hold the certificates that are served");
            }
            try {
                TlsMaterial material = TlsMaterial.read(settings, contents);
                material.invalidAt(clock.instant()).ifPresent(why -> {
                    throw new TlsException(why);
                });
                serve(material, state);
                return new Reload(Reload.Kind.CHANGED, "New connections get " + names(material));
            } catch (TlsException e) {
                return refuse(state, e.getMessage());
            }
        }
    }

    private FileContents read() {
        return FileContents.read(files, settings.files());
    }

    private void serve(TlsMaterial material, String state) {
        List<TicketKey> fresh = List.of(new TicketKey(random));
        SslContexts next = SslContexts.of(material, settings, provider, fresh);
        SslContexts last = contexts;
        contexts = next;
        tickets = fresh;
        ticketsSince = clock.instant();
        served = state;
        refused = "";
        status = status(clock.instant(), Optional.empty());
        if (last != null) {
            last.release();
        }
        LOGGER.info("New connections get {}", names(material));
    }

    /** Logs a refusal once for each state of the files and reason. */
    private Reload refuse(String state, String why) {
        if (!refused.equals(state + why)) {
            refused = state + why;
            LOGGER.warn("The changed certificates are refused, those read before stay in force: {}", why);
        }
        status = status(status.loadedAt(), Optional.of(why));
        return new Reload(Reload.Kind.REFUSED, "The certificates read before stay in force, because " + why);
    }

    private TlsStatus status(Instant loadedAt, Optional<String> problem) {
        return new TlsStatus(provider, contexts.material(), loadedAt, clock.instant(), problem);
    }

    private static String names(TlsMaterial material) {
        return material.certificates().stream().map(ServerCertificate::toString).collect(Collectors.joining(", "));
    }

    /**
     * Makes a new ticket key when the current one is as old as the session timeout, or a clock that was set back makes it seem to be of the
     * future. The old key still opens tickets for as long again.
     */
    synchronized void renewTickets() {
        Instant now = clock.instant();
        boolean young = !now.isBefore(ticketsSince) && now.isBefore(ticketsSince.plus(settings.sessionTimeout()));
        if (contexts == null || young) {
            return;
        }
        List<TicketKey> next = new ArrayList<>();
        next.add(new TicketKey(random));
        next.add(tickets.get(0));
        contexts.useTickets(next);
        tickets = List.copyOf(next);
        ticketsSince = now;
    }

    /** The current state; empty if the server has not started. */
    public Optional<TlsStatus> status() {
        return Optional.ofNullable(status);
    }

    /** The cipher suites, in order. */
    public List<String> suites() {
        return settings.suites();
    }

    /** How many TLS engines of connections hold memory outside the heap. */
    int engines() {
        return contexts.engines();
    }

    TlsSettings settings() {
        return settings;
    }

    /** Whether clients are asked for a certificate, and whether they need one. */
    public ClientAuthMode clientAuth() {
        return settings.clientAuthentication()
                .map(clients -> clients.isNeeded() ? ClientAuthMode.NEED : ClientAuthMode.WANT)
                .orElse(ClientAuthMode.NONE);
    }

    /** Days before expiry from which a certificate is reported. */
    public int expiryAlarmDays() {
        return settings.expiryAlarmDays();
    }

    /**
     * The handler for the TLS of a new connection, to be added to its pipeline under any name.
     *
     * @param handshakeTime longest time of the handshake
     * @throws IllegalStateException before the start
     */
    public ChannelHandler newHandler(ByteBufAllocator allocator, Duration handshakeTime) {
        return new ClientHelloReader(this::handlerForPop3, Set.of(SslContexts.POP3), handshakeTime);
    }

    /** The same for other mail servers (SMTP), which are never asked for a certificate. */
    public ChannelHandler newHandlerForServers(ByteBufAllocator allocator, Duration handshakeTime) {
        return new ClientHelloReader(this::handlerForServers, MAIL_PROTOCOLS, handshakeTime);
    }

    private SslHandler handlerForPop3(ClientHello hello, ByteBufAllocator allocator) {
        return with(now -> now.naming(now.handler(hello, allocator)));
    }

    private SslHandler handlerForServers(ClientHello hello, ByteBufAllocator allocator) {
        SslHandler handler = with(now -> now.handler(hello, allocator));
        handler.engine().setNeedClientAuth(false);
        handler.engine().setWantClientAuth(false);
        return handler;
    }

    /** Uses the current contexts, which are not released meanwhile. */
    private SslHandler with(Function<SslContexts, SslHandler> use) {
        while (true) {
            SslContexts now = contexts;
            if (now == null) {
                throw new IllegalStateException("TLS has not started");
            }
            if (now.retain()) {
                try {
                    return use.apply(now);
                } finally {
                    now.release();
                }
            }
        }
    }
}
