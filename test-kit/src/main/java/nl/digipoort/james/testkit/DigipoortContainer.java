// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The test server as a container of Testcontainers, from the product's image (deploy/Containerfile). For tests that need no James on their class
 * path.
 */
public final class DigipoortContainer extends GenericContainer<DigipoortContainer> {
    private static final int POP3_PORT = 1110;
    private static final int HTTP_PORT = 8025;

    private final List<String> options = new ArrayList<>();

    /** @param image the product's image, as you have built it */
    public DigipoortContainer(DockerImageName image) {
        super(image);
        withExposedPorts(POP3_PORT, HTTP_PORT);
        waitingFor(Wait.forLogMessage("digipoort testserver ready .*\\n", 1));
        command();
    }

    /** Faults of the listener, and faults that all accounts have. */
    public DigipoortContainer withFaults(Fault... faults) {
        Arrays.stream(faults).forEach(fault -> options.addAll(List.of("--fault", fault.label())));
        command();
        return this;
    }

    /** The names and addresses that the certificate is for; without this, those of the machine itself. */
    public DigipoortContainer withHostNames(String... names) {
        options.addAll(List.of("--host", String.join(",", names)));
        command();
        return this;
    }

    /** Also offers SCRAM-SHA-256-PLUS and SCRAM-SHA-256. */
    public DigipoortContainer withScram() {
        options.add("--scram");
        command();
        return this;
    }

    /** Puts the sample messages into the maildrop of the account {@code samples}. */
    public DigipoortContainer withSamples() {
        options.add("--samples");
        command();
        return this;
    }

    /** In a container, loopback is not what a published port leads to. */
    private void command() {
        List<String> command = new ArrayList<>(List.of("testserver", "--bind", "0.0.0.0"));
        command.addAll(options);
        withCommand(command.toArray(String[]::new));
    }

    /** The port for STLS and for TLS at once, on {@link #getHost}. */
    public int getPop3Port() {
        return getMappedPort(POP3_PORT);
    }

    /** Where messages, faults and transcripts are, see docs/clients/test-kit.md. */
    public URI getHttpUri() {
        return URI.create("http://" + getHost() + ":" + getMappedPort(HTTP_PORT));
    }

    /** What a client has to trust. */
    public X509Certificate getCertificate() {
        try (InputStream pem = getHttpUri().resolve("/certificate.pem").toURL().openStream()) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("the test server does not say its certificate", e);
        }
    }

    /** What was said so far, without passwords. */
    public String getTranscript() {
        try (InputStream text = getHttpUri().resolve("/transcripts").toURL().openStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the test server does not say its transcripts", e);
        }
    }
}
