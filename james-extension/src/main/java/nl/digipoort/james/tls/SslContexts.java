// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * One context for each certificate, so that a handshake converts no key and asks no key manager. Native TLS holds memory outside the heap:
 * {@link #release()} frees it when neither the owner nor a connection needs it any more. Thread-safe.
 */
final class SslContexts {
    /** The name of POP3 in ALPN (RFC 7301), as registered with IANA. */
    static final String POP3 = "pop3";

    private static final int TRUST_THREADS = 8;
    private static final int TRUST_WAITING = 1000;
    private static final Executor TRUST = trustExecutor();

    private final TlsMaterial material;
    private final TlsSettings settings;
    private final TlsProvider provider;
    private final List<SslContext> contexts;
    private final List<Integer> ecdsaSuites;
    private final AtomicInteger users = new AtomicInteger(1);

    private SslContexts(TlsMaterial material, TlsSettings settings, TlsProvider provider, List<SslContext> contexts) {
        this.material = material;
        this.settings = settings;
        this.provider = provider;
        this.contexts = contexts;
        this.ecdsaSuites = Suites.ecdsaCodes(settings.suites());
    }

    /** Runs handshakes with client certificates: few threads and a bounded queue; when it is full, the handshake fails. */
    private static Executor trustExecutor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                TRUST_THREADS,
                TRUST_THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(TRUST_WAITING),
                new DefaultThreadFactory("digipoort-tls-trust", true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** @throws TlsException if the implementation refuses a certificate or setting */
    static SslContexts of(TlsMaterial material, TlsSettings settings, TlsProvider provider, List<TicketKey> tickets) {
        SslContexts made = new SslContexts(material, settings, provider, new ArrayList<>());
        try {
            for (ServerCertificate certificate : material.certificates()) {
                made.contexts.add(made.context(certificate));
            }
            made.useTickets(tickets);
            return made;
        } catch (SSLException | IllegalArgumentException e) {
            made.release();
            throw new TlsException("pop3server.xml: digipoort.tls: " + provider + ": " + e.getMessage());
        }
    }

    private SslContext context(ServerCertificate certificate) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain());
        material.clientTrust().ifPresent(builder::trustManager);
        settings.clientAuthentication()
                .ifPresent(
                        clients -> builder.clientAuth(clients.isNeeded() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL));
        if (provider.isNative()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    POP3));
        }
        return builder.sslProvider(provider.isNative() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(settings.protocols())
                .ciphers(settings.suites(), IdentityCipherSuiteFilter.INSTANCE)
                .sessionTimeout(settings.sessionTimeout().toSeconds())
                .build();
    }

    /** Sets the ticket keys of native TLS; the JDK's TLS manages its own. */
    void useTickets(List<TicketKey> keys) {
        if (provider.isNative()) {
            contexts.forEach(context -> NativeTls.useTickets(context, keys));
        }
    }

    TlsMaterial material() {
        return material;
    }

    /** The handler for a client: EC if the client can verify it, because its signature costs a fraction of an RSA one; otherwise RSA. */
    SslHandler handler(ClientHello hello, ByteBufAllocator allocator) {
        List<ServerCertificate> certificates = material.certificates();
        int chosen = 0;
        while (chosen < certificates.size() - 1 && !canVerify(hello, certificates.get(chosen))) {
            chosen++;
        }
        return handler(contexts.get(chosen), allocator);
    }

    private boolean canVerify(ClientHello hello, ServerCertificate certificate) {
        return certificate.kind() == ServerCertificate.KeyKind.RSA
                || hello.canVerifyEcdsa(
                        certificate.curveBits(), settings.protocols().contains(TlsSettings.TLS_1_3), ecdsaSuites);
    }

    private SslHandler handler(SslContext context, ByteBufAllocator allocator) {
        // checking a client may need a request over the network
        SslHandler handler = settings.clientAuthentication().isPresent()
                ? context.newHandler(allocator, TRUST)
                : context.newHandler(allocator);
        if (!provider.isNative()) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setUseCipherSuitesOrder(true); // native TLS does so anyway
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }

    /** Makes the handler select POP3 for a client that offers it by ALPN; in native TLS the context does so. */
    SslHandler naming(SslHandler handler) {
        if (!provider.isNative()) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setApplicationProtocols(new String[] {POP3});
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }

    /** How many engines native TLS has; each keeps its context in memory. */
    int engines() {
        return contexts.stream()
                .filter(ReferenceCounted.class::isInstance)
                .mapToInt(context -> ((ReferenceCounted) context).refCnt() - 1)
                .sum();
    }

    /** Keeps the contexts in memory; false if they have been released. */
    boolean retain() {
        return users.updateAndGet(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            contexts.forEach(ReferenceCountUtil::release);
        }
    }
}
