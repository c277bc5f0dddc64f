// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.util.Optional;

/** The TLS implementation in use, and the reason. Immutable. */
final class TlsProvider {
    private static final String KEY = "pop3server.xml: digipoort.tls.provider";

    private final boolean isNative;
    private final String reason;

    private TlsProvider(boolean isNative, String reason) {
        this.isNative = isNative;
        this.reason = reason;
    }

    /**
     * Chooses native TLS if it supports the settings, unless they name another.
     *
     * @throws TlsException if the one that they name, or both, do not support the settings
     */
    static TlsProvider choose(TlsSettings settings) {
        return choose(settings.provider(), NativeTls.obstacle(settings), JdkTls.obstacle(settings));
    }

    static TlsProvider choose(
            TlsSettings.ProviderChoice choice, Optional<String> nativeObstacle, Optional<String> jdkObstacle) {
        switch (choice) {
            case NATIVE:
                nativeObstacle.ifPresent(why -> {
                    throw new TlsException(KEY, "is 'native'", why + "; allowed here: auto, jdk");
                });
                return new TlsProvider(true, "it is named in the settings");
            case JDK:
                jdkObstacle.ifPresent(why -> {
                    throw new TlsException(KEY, "is 'jdk'", why);
                });
                return new TlsProvider(false, "it is named in the settings");
            default:
                if (nativeObstacle.isEmpty()) {
                    return new TlsProvider(true, "netty-tcnative is on the class path and fits this machine");
                }
                jdkObstacle.ifPresent(why -> {
                    throw new TlsException(KEY, "is 'auto'", nativeObstacle.get() + ", and " + why);
                });
                return new TlsProvider(false, nativeObstacle.get());
        }
    }

    boolean isNative() {
        return isNative;
    }

    /** The value of the setting. */
    String name() {
        return isNative ? "native" : "jdk";
    }

    String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return (isNative ? "native TLS (" + NativeTls.version() + ")" : "the TLS of the JDK") + ": " + reason;
    }
}
