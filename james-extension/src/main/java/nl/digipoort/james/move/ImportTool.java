// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.spi.ToolProvider;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads accounts from a folder into this James: {@code [--dry-run] FOLDER}. Nothing is changed before the whole folder is verified. Exit
 * status 0: all is there; 1: some is not, and each is named; 2: nothing is changed.
 */
public final class ImportTool implements ToolProvider {
    /** Says what would be done, and changes nothing. */
    public static final String DRY_RUN = "--dry-run";

    private static final Logger LOGGER = LoggerFactory.getLogger(ImportTool.class);

    private final MoveServices services;
    private final AddressBook addresses;
    private final AccountImport accounts;
    private final RewritingImport rewriting;

    @Inject
    ImportTool(MoveServices services, AddressBook addresses, AccountImport accounts, RewritingImport rewriting) {
        this.services = services;
        this.addresses = addresses;
        this.accounts = accounts;
        this.rewriting = rewriting;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        boolean dry = arguments[0].equals(DRY_RUN);
        Report report = new Report(out, err);
        VerifiedExport export;
        try {
            export = VerifiedExport.read(ExportFolder.existing(Path.of(arguments[arguments.length - 1])));
            services.start();
        } catch (MoveException | RuntimeException e) {
            LOGGER.error("The import has failed", e);
            report.aside("nothing is imported: " + e.getMessage());
            return 2;
        }
        report.begin();
        export.manifest().settings().forEach(line -> report.aside("not in the export: " + line));
        export.manifest().leftOut().forEach(line -> report.missing("not in the export: " + line));
        if (!dry) {
            addDomains(export, report);
        }
        Set<Username> brought = new HashSet<>();
        for (MovedAccount account : export.accounts()) {
            if (move(account, export, dry, report)) {
                brought.add(account.user());
            }
        }
        addRewriting(export, brought, dry, report);
        return report.end();
    }

    private void addDomains(VerifiedExport export, Report report) {
        try {
            addresses.addDomains(export.manifest().domains());
        } catch (MoveException | RuntimeException e) {
            LOGGER.error("Domains are not imported", e);
            report.missing(e.getMessage());
        }
    }

    private void addRewriting(VerifiedExport export, Set<Username> brought, boolean dry, Report report) {
        try {
            rewriting.run(export, brought, dry, report);
        } catch (MoveException | UsersRepositoryException | RuntimeException e) {
            LOGGER.error("The rewriting of addresses is not imported", e);
            report.missing("the rewriting of addresses is not imported: " + e.getMessage());
        }
    }

    /** Whether the account of this export is there now. */
    private boolean move(MovedAccount account, VerifiedExport export, boolean dry, Report report) {
        try {
            boolean there = accounts.isThere(account, export);
            if (dry) {
                report.done(account, there ? "there already" : "would be imported");
            } else {
                report.done(account, there ? accounts.finish(account, export) : accounts.run(account, export));
            }
            return true;
        } catch (Exception e) {
            // also a defect that one account alone shows: the others go on
            LOGGER.error("The account {} is not imported", account, e);
            report.failed(account.toString(), e.getMessage());
            return false;
        }
    }
}
