// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The certificates of POP3: that they can be read, are valid now and of the key, and are for the names that clients connect to. */
final class CertificateCheck {
    private static final String FILE = ServerEdits.POP3;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final NamedFiles named;
    private final Findings findings;
    private final Clock clock;

    CertificateCheck(NamedFiles named, Findings findings, Clock clock) {
        this.named = named;
        this.findings = findings;
        this.clock = clock;
    }

    /** @param hosts the names that clients connect to */
    void run(XmlElement tls, List<String> hosts) {
        List<XmlElement> sources = new ArrayList<>(tls.children("certificate"));
        if (sources.isEmpty()) {
            sources.add(tls);
        }
        for (XmlElement source : sources) {
            source.find("privateKey").ifPresent(this::privateKey);
            source.find("keystore").ifPresent(this::privateKey);
            source.find("certificates").ifPresent(setting -> certificates(setting, hosts));
            source.find("privateKey")
                    .ifPresent(key -> source.find("certificates").ifPresent(setting -> pair(key, setting)));
            if (source.find("keystore").isPresent() == source.find("privateKey").isPresent()) {
                findings.add(
                        FILE,
                        source.line(),
                        "either no key or two are named",
                        "<privateKey> and <certificates>, or <keystore>");
            }
        }
    }

    private void privateKey(XmlElement setting) {
        named.content(setting, "nobody can log in");
        named.path(setting).ifPresent(named::forOwner);
    }

    private void certificates(XmlElement setting, List<String> hosts) {
        Optional<byte[]> octets = named.content(setting, "nobody can log in");
        if (octets.isEmpty()) {
            return;
        }
        List<X509Certificate> found = read(octets.get());
        if (found.isEmpty()) {
            findings.add(FILE, setting.line(), setting.text() + " has no certificate", "certificates in PEM");
            return;
        }
        Instant now = clock.instant();
        for (X509Certificate certificate : found) {
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                findings.add(
                        FILE,
                        setting.line(),
                        "the certificate " + certificate.getSubjectX500Principal() + " expired at "
                                + certificate.getNotAfter().toInstant(),
                        "a renewed one");
            } else if (certificate.getNotBefore().toInstant().isAfter(now)) {
                findings.add(
                        FILE,
                        setting.line(),
                        "the certificate " + certificate.getSubjectX500Principal() + " is not valid before "
                                + certificate.getNotBefore().toInstant(),
                        "one that is valid now");
            }
        }
        List<String> missing = ofOtherMachines(hosts).stream()
                .filter(host -> found.stream().noneMatch(certificate -> isFor(certificate, host)))
                .collect(Collectors.toUnmodifiableList());
        if (!missing.isEmpty()) {
            findings.add(
                    FILE,
                    setting.line(),
                    "no certificate is for " + String.join(" or ", missing),
                    "a subjectAltName for each <hostName> that clients connect to");
        }
    }

    /** What only this machine connects to needs no certificate, unless it is all there is. */
    private static List<String> ofOtherMachines(List<String> hosts) {
        List<String> others =
                hosts.stream().filter(host -> !LOOPBACK.contains(host)).collect(Collectors.toUnmodifiableList());
        return others.isEmpty() ? hosts : others;
    }

    /** A file that is not there is found elsewhere. */
    private void pair(XmlElement key, XmlElement setting) {
        List<X509Certificate> certificates =
                octets(setting).map(CertificateCheck::read).orElse(List.of());
        boolean contradicting = octets(key).stream()
                .map(PrivateKeyText::new)
                .anyMatch(text -> !certificates.isEmpty()
                        && text.contradicts(certificates.get(0).getPublicKey()));
        if (contradicting) {
            findings.add(
                    FILE,
                    key.line(),
                    key.text() + " is not the key of the certificate: nobody can log in",
                    "the key that it was made with");
        }
    }

    private Optional<byte[]> octets(XmlElement setting) {
        try {
            return named.path(setting).isPresent()
                    ? Optional.of(Files.readAllBytes(named.path(setting).get()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<X509Certificate> read(byte[] pem) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                found.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            return List.of();
        }
        return found;
    }

    private static boolean isFor(X509Certificate certificate, String host) {
        try {
            if (certificate.getSubjectAlternativeNames() == null) {
                return false;
            }
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                boolean isHost = name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS);
                String text = name.get(1).toString().toLowerCase(Locale.ROOT);
                if (isHost && matches(text, host.toLowerCase(Locale.ROOT))) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean matches(String name, String host) {
        int dot = host.indexOf('.');
        return name.equals(host) || (dot > 0 && name.equals("*" + host.substring(dot)));
    }
}
