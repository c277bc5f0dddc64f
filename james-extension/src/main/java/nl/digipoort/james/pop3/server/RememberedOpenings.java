package nl.digipoort.james.pop3.server;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import nl.digipoort.james.transport.Keys;

/**
 * How each address came by its TLS the last time, and so how long its next silence is no reason to greet it. Memory is bounded:
 * past the configured number the least recently used address is forgotten, and it is unknown again. The addresses of one IPv6
 * /64 count as one. Thread-safe.
 */
final class RememberedOpenings {
    private enum Opening {
        STLS,
        TLS
    }

    private final ImmediateTlsSettings settings;
    private final Keys keys;
    private final Cache<Long, Opening> openings;

    RememberedOpenings(ImmediateTlsSettings settings, SecureRandom random) {
        this.settings = settings;
        this.keys = new Keys(random);
        this.openings = CacheBuilder.newBuilder()
                .maximumSize(settings.rememberedAddresses())
                .build();
    }

    /** How long the greeting is held back while the client is silent; zero for a client that is greeted at once. */
    Duration grace(InetAddress client) {
        Opening last = openings.getIfPresent(keys.ofNetwork(client));
        if (last == null) {
            return settings.unknownGrace();
        }
        return last == Opening.STLS ? Duration.ZERO : settings.tlsGrace();
    }

    /** The client waited for the greeting and used STLS. */
    void usedStls(InetAddress client) {
        openings.put(keys.ofNetwork(client), Opening.STLS);
    }

    /** The client began with a ClientHello, be it too late. */
    void beganWithTls(InetAddress client) {
        openings.put(keys.ofNetwork(client), Opening.TLS);
    }

    long size() {
        openings.cleanUp();
        return openings.size();
    }
}
