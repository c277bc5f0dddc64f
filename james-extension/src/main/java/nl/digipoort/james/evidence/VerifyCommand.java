// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code audit verify}. */
final class VerifyCommand {
    private static final String KEY = "--key";
    private static final String CHECKPOINTS = "--checkpoints";
    private static final String PUBLIC_KEYS = "conf/digipoort-audit.pub";

    private final Clock clock;
    private final PrintWriter out;

    VerifyCommand(Clock clock, PrintWriter out) {
        this.clock = clock;
        this.out = out;
    }

    int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of(KEY, CHECKPOINTS), Set.of(KEY, CHECKPOINTS));
        List<Path> trails = arguments.trails();
        List<String> sources = keys(arguments);
        TrustedKeys trusted = TrustedKeys.of(sources);
        VerificationReport report = arguments.has(Arguments.JSON)
                ? new JsonReport(out)
                : new TextReport(
                        out, clock, sources.equals(List.of(TrustedKeys.NONE)) ? "" : String.join(", ", sources));
        Findings findings = new Findings(report::found);
        VerificationResult result = new Verification(trails, arguments.paths(CHECKPOINTS), trusted, findings).run();
        if (findings.count() == 0 && !result.hasRecords()) {
            throw new WrongArguments("the trail has no record at all");
        }
        report.end(result, findings);
        return findings.count() == 0 ? 0 : 1;
    }

    private static List<String> keys(Arguments arguments) {
        if (arguments.has(KEY)) {
            return arguments.texts(KEY);
        }
        Optional<Path> ofHome = arguments.inHome(PUBLIC_KEYS);
        String missing = ofHome.map(file -> "there is no " + file).orElse("no key is named");
        return ofHome.filter(Files::exists)
                .map(file -> List.of(file.toString()))
                .orElseThrow(() -> new WrongArguments(missing
                        + ": say which one signs, by --key FILE or BASE64, or check the chain alone by --key none"));
    }
}
