// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.DistributionArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd, as far as systemd can tell without running it. */
class ServiceUnitIT {
    private static final String FOLDER = "/opt/digipoort/";

    @TempDir
    private Path scratch;

    @Test
    void isInOrderAndHardened() throws Exception {
        Path unpacked = DistributionArchive.unpack(scratch.resolve("unpacked"));
        Path unit = scratch.resolve("digipoort.service");
        String text = Files.readString(unpacked.resolve("deploy/systemd/digipoort.service"));
        assertThat(text).contains("ExecStart=" + FOLDER + "bin/digipoort run ");
        Files.writeString(unit, text.replace(FOLDER, unpacked + "/"));

        RealClient systemd = RealClient.in(scratch).where("systemd-analyze", "security", "--offline=true", "--version");

        // it may have something to say about other units of the machine
        assertThat(systemd.run("systemd-analyze", "verify", unit.toString())).doesNotContain("digipoort");
        // in tenths; without hardening it is 96
        systemd.run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit.toString());
    }

    /** OutOfMemoryIT shows the status; 143 is that of a stop. */
    @Test
    void startsAgainAfterAnyEndThatNobodyAskedFor() throws Exception {
        assertThat(Files.readAllLines(Distribution.project().resolve("deploy/systemd/digipoort.service")))
                .contains(
                        "Restart=on-failure", "SuccessExitStatus=143", "StartLimitIntervalSec=0", "TimeoutStopSec=60");
    }

    @Test
    void makesItsUser() throws Exception {
        Path root = scratch.resolve("root");
        Path file = Files.createDirectories(root.resolve("etc/sysusers.d")).resolve("digipoort.conf");
        Files.copy(Distribution.project().resolve("deploy/systemd/digipoort.sysusers"), file);

        assertThat(RealClient.in(scratch).run("systemd-sysusers", "--dry-run", "--root=" + root, "digipoort.conf"))
                .contains("Creating user 'digipoort'");
    }
}
