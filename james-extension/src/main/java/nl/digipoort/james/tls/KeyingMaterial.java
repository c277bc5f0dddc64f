// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

/**
 * The channel binding tls-exporter (RFC 9266): octets that only the two ends of a TLS 1.3 connection can export. Java exports them from
 * version 25 on, and native TLS not at all, so the method is looked up when the server starts.
 */
public final class KeyingMaterial {
    private static final String LABEL = "EXPORTER-Channel-Binding";
    private static final byte[] NO_CONTEXT = {};
    private static final int OCTETS = 32;
    private static final Optional<MethodHandle> EXPORT = find();

    private KeyingMaterial() {}

    /** Empty before TLS 1.3, which alone makes the octets unique, and where this Java or this TLS cannot export them. */
    public static Optional<byte[]> of(SSLSession session) {
        return EXPORT.filter(method -> session instanceof ExtendedSSLSession)
                .filter(method -> session.getProtocol().equals("TLSv1.3"))
                .flatMap(method -> export(method, (ExtendedSSLSession) session));
    }

    static boolean isSupported() {
        return EXPORT.isPresent();
    }

    private static Optional<MethodHandle> find() {
        MethodType type = MethodType.methodType(byte[].class, String.class, byte[].class, int.class);
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(ExtendedSSLSession.class, "exportKeyingMaterialData", type));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> export(MethodHandle method, ExtendedSSLSession session) {
        try {
            return Optional.of((byte[]) method.invoke(session, LABEL, NO_CONTEXT, OCTETS));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // this TLS cannot, or no longer
            return Optional.empty();
        }
    }
}
