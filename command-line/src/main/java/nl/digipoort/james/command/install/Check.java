// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.time.Clock;
import java.util.List;

/** Looks at all files of a James, or of a home of the embedded server, without a start. */
final class Check {
    private final James james;
    private final Clock clock;

    private Check(James james, Clock clock) {
        this.james = james;
        this.clock = clock;
    }

    static Check of(James james) {
        return new Check(james, Clock.systemUTC());
    }

    /** @throws nl.digipoort.james.command.line.UsageException if a file cannot be read */
    List<Finding> findings() {
        ConfigurationFiles files = new ConfigurationFiles(james.conf());
        Findings findings = new Findings();
        new JarCheck(james, findings).run();
        new RegistrationCheck(james, files, findings).run();
        new WebAdminCheck(james, files, findings).run();
        new Pop3Check(james, files, findings, clock).run();
        new ServersCheck(james, files, findings).run();
        new MailetCheck(james, files, findings).run();
        new DatabaseCheck(james, files, findings).run();
        new LogCheck(james, files, findings).run();
        new SecretsCheck(james, files, findings).run();
        return findings.all();
    }
}
