// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

/** What it would start; a start needs a Docker engine. */
class DigipoortContainerTest {
    @Test
    void runsTheTestServerOfTheImage() {
        try (DigipoortContainer container = new DigipoortContainer(DockerImageName.parse("digipoort:test"))) {
            assertThat(container.getCommandParts()).containsExactly("testserver", "--bind", "0.0.0.0");
            assertThat(container.getExposedPorts()).containsExactly(1110, 8025);
        }
    }

    @Test
    void givesItFaultsNamesAndSamples() {
        try (DigipoortContainer container = new DigipoortContainer(DockerImageName.parse("digipoort:test"))
                .withFaults(Fault.EXPIRED_CERTIFICATE, Fault.CUT)
                .withHostNames("localhost", "docker")
                .withScram()
                .withSamples()) {
            assertThat(String.join(" ", container.getCommandParts()))
                    .isEqualTo(
                            "testserver --bind 0.0.0.0 --fault expired-certificate --fault cut --host localhost,docker"
                                    + " --scram --samples");
        }
    }
}
