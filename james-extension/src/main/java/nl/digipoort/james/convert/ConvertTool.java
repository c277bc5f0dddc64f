// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.spi.ToolProvider;
import nl.digipoort.james.move.ExportWriter;
import nl.digipoort.james.move.MoveException;
import nl.digipoort.james.move.Report;

/**
 * The command {@code convert}: writes accounts and mail of another server into an export folder. It needs no server, and the JDK finds it by
 * the name {@code digipoort-convert}. Exit status 0: all is converted; 1: some is not, and each is named; 2: nothing is.
 */
public final class ConvertTool implements ToolProvider {
    private final Supplier<InputStream> standardInput;
    private final SecureRandom random;
    private final Clock clock = Clock.systemUTC();

    /** For the JDK, which makes it. */
    public ConvertTool() {
        this(() -> System.in, new SecureRandom());
    }

    ConvertTool(Supplier<InputStream> standardInput, SecureRandom random) {
        this.standardInput = standardInput;
        this.random = random;
    }

    @Override
    public String name() {
        return "digipoort-convert";
    }

    /** @param arguments options as {@code --name=value} or {@code --name}, then the folder */
    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        Report report = new Report(out, err);
        try {
            ConvertOptions options = ConvertOptions.parse(Arrays.asList(arguments));
            List<ForeignAccount> accounts = accounts(options);
            try {
                MailSource mail = options.mail(standardInput, clock);
                try (ExportWriter export = ExportWriter.open(options.folder())) {
                    return convert(accounts, mail, options, export, report);
                }
            } finally {
                accounts.forEach(ForeignAccount::erase);
            }
        } catch (ConvertException | MoveException e) {
            report.aside("nothing is converted: " + e.getMessage());
        } catch (IOException e) {
            report.aside("nothing is converted: " + reason(e));
        }
        return 2;
    }

    private List<ForeignAccount> accounts(ConvertOptions options) throws ConvertException, IOException {
        try (InputStream source = options.readsStandardInput()
                        ? standardInput.get()
                        : new BufferedInputStream(Files.newInputStream(options.accountsFile()));
                SecretText text = SecretText.read(options.accountsName(), source)) {
            List<ForeignAccount> accounts = options.accounts().read(text, new AccountNames(options.domain()));
            if (accounts.isEmpty()) {
                throw new ConvertException(options.accountsName() + " has no account");
            }
            return accounts;
        }
    }

    private int convert(
            List<ForeignAccount> accounts, MailSource mail, ConvertOptions options, ExportWriter export, Report report)
            throws IOException, ConvertException {
        Omissions omissions = new Omissions(report);
        AccountConversion conversion = new AccountConversion(
                mail,
                new AccountCredentials(options.realm(), options.withoutPasswords(), random),
                export,
                report,
                omissions,
                clock);
        report.begin();
        for (ForeignAccount account : accounts) {
            try {
                conversion.run(account);
            } catch (ConvertException | MoveException e) {
                failed(account, e.getMessage(), export, omissions);
            } catch (IOException e) {
                failed(account, reason(e), export, omissions);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                // a defect or a file that one account alone has: the others go on
                failed(account, e.toString(), export, omissions);
            }
        }
        for (String line : mail.leftBehind()) {
            omissions.missing(line);
        }
        export.finish(options.realm(), omissions.lines());
        return report.end();
    }

    private static void failed(ForeignAccount account, String reason, ExportWriter export, Omissions omissions)
            throws IOException {
        export.remove(account.user());
        omissions.failed(account, reason);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no " + e.getMessage();
        }
        if (e instanceof UnknownHostException) {
            return "there is no host " + e.getMessage();
        }
        // of a file the message is its name only
        return e instanceof FileSystemException || e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
