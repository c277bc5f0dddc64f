// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import com.google.common.base.Throwables;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * The reason of a failed handshake in helpful words, for both TLS implementations. Contains no client input, which may be a password that
 * was sent instead of TLS.
 */
final class HandshakeFailure {
    private static final String HTTP_WORDS = "plain HTTP";
    private static final String NO_TLS = "what the client sent is no TLS";
    private static final String NOT_TRUSTED = "the certificate of the client is not trusted";
    private static final String CLOSED = "closed by the client in the middle";
    /** A client's alert, as the JDK ("fatal alert: unknown_ca") and BoringSSL ("TLSV1_ALERT_UNKNOWN_CA") write it. */
    private static final Pattern ALERT = Pattern.compile("(?:fatal alert: |_ALERT_)([A-Za-z_]+)");

    private static final Set<String> OF_TRUST = Set.of(
            "unknown_ca",
            "bad_certificate",
            "certificate_unknown",
            "certificate_expired",
            "certificate_revoked",
            "unsupported_certificate");

    /** Octets of the HTTP methods, as Netty writes them at the end of its message. */
    private static final Pattern HTTP =
            Pattern.compile(": (?:474554|504f5354|505554|48454144|4f5054494f4e53|434f4e4e454354|505249)20?");

    /** Our words for the messages of the implementations. Keys are in lower case, with spaces instead of underscores. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("http request", HTTP_WORDS),
            Map.entry("https proxy request", HTTP_WORDS),
            Map.entry("wrong version number", NO_TLS),
            Map.entry("no shared cipher", "no cipher suite in common"),
            Map.entry("no cipher suites in common", "no cipher suite in common"),
            Map.entry("unsupported protocol", "no version of TLS in common"),
            Map.entry("is not enabled or supported", "no version of TLS in common"),
            Map.entry("did not return a certificate", "the client shows no certificate"),
            Map.entry("empty client certificate chain", "the client shows no certificate"),
            Map.entry("certificate verify failed", NOT_TRUSTED));

    private HandshakeFailure() {}

    static String reason(Throwable cause, Optional<ClientHello> hello) {
        if (cause instanceof SslHandshakeTimeoutException) {
            String millis = cause.getMessage().replaceAll("[^0-9]", "");
            return "not finished in " + Long.parseLong(millis) / 1000 + " s";
        }
        if (cause instanceof NotSslRecordException) {
            return HTTP.matcher(cause.getMessage()).find() ? HTTP_WORDS : NO_TLS;
        }
        if (cause instanceof ClientHelloReader.RefusedException) {
            return cause.getMessage();
        }
        if (!(cause instanceof SSLException)) {
            return cause instanceof IOException
                    ? CLOSED
                    : "trouble of the server's: " + cause.getClass().getSimpleName();
        }
        if (Throwables.getCausalChain(cause).stream().anyMatch(CertificateException.class::isInstance)) {
            return NOT_TRUSTED;
        }
        String text = String.valueOf(cause.getMessage());
        Matcher alert = ALERT.matcher(text);
        return alert.find() ? ofAlert(alert.group(1).toLowerCase(Locale.ROOT)) : ofText(text, hello);
    }

    private static String ofAlert(String alert) {
        return OF_TRUST.contains(alert)
                ? "the client does not trust the certificate (alert " + alert + ")"
                : "the client gave up (alert " + alert + ")";
    }

    private static String ofText(String text, Optional<ClientHello> hello) {
        String words = text.toLowerCase(Locale.ROOT).replace('_', ' ');
        String known = WORDS.entrySet().stream()
                .filter(entry -> words.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse("not as TLS wants it");
        return hello.flatMap(ClientHello::newestOldVersion)
                .map(version -> "the client offers " + version + " at most")
                .orElse(known);
    }
}
