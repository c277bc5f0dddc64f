// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.credential.MovedRecord;
import nl.digipoort.james.move.ExportWriter;
import nl.digipoort.james.move.MaildropWriter;
import nl.digipoort.james.move.MoveException;
import nl.digipoort.james.move.MovedAccount;
import nl.digipoort.james.move.Report;

/** Converts one account after the other, each with its mail. Not thread-safe. */
final class AccountConversion {
    private final MailSource mail;
    private final AccountCredentials credentials;
    private final ExportWriter export;
    private final Report report;
    private final Omissions omissions;
    private final Clock clock;

    AccountConversion(
            MailSource mail,
            AccountCredentials credentials,
            ExportWriter export,
            Report report,
            Omissions omissions,
            Clock clock) {
        this.mail = mail;
        this.credentials = credentials;
        this.export = export;
        this.report = report;
        this.omissions = omissions;
        this.clock = clock;
    }

    /** Converts an account, erases its credential, and reports it unless it fails. */
    void run(ForeignAccount account) throws ConvertException, MoveException, IOException {
        try {
            credentials.requireUsable(account);
            Optional<ForeignMaildrop> found = mail.find(account);
            Runnable said;
            if (found.isEmpty()) {
                said = convert(account, List.of(), ", without a maildrop");
                omissions.missing("mail of " + account.user().asString() + ": the old server has no maildrop for it");
            } else {
                try (ForeignMaildrop maildrop = found.get()) {
                    said = convert(account, maildrop.messages(), maildrop.remark());
                }
            }
            said.run();
        } finally {
            account.erase();
        }
    }

    /** @return what to report if nothing fails until the end */
    private Runnable convert(ForeignAccount account, List<ForeignMessage> messages, String remark)
            throws MoveException, IOException {
        String result = credentials.logins(account) + remark;
        List<String> uniqueIds = messages.stream().map(ForeignMessage::uniqueId).collect(Collectors.toList());
        Optional<MovedAccount> before =
                export.find(account.user(), uniqueIds).filter(earlier -> credentials.isSame(account, earlier));
        if (before.isPresent()) {
            export.keep(before.get());
            return () -> report.done(before.get(), "converted before" + result);
        }
        ArrivalTimes times = new ArrivalTimes(clock);
        MovedAccount written = write(account, messages, times);
        return () -> report.done(written, "converted" + result + times.remark());
    }

    private MovedAccount write(ForeignAccount account, List<ForeignMessage> messages, ArrivalTimes times)
            throws MoveException, IOException {
        MaildropWriter maildrop = export.begin(account.user());
        for (ForeignMessage message : messages) {
            try (InputStream content = message.open()) {
                maildrop.add(message.uniqueId(), times.of(message.cameAt()), content);
            }
        }
        Optional<byte[]> record = written(account);
        try {
            return export.add(account.user(), credentials.hash(account), record, maildrop);
        } finally {
            record.ifPresent(secret -> Arrays.fill(secret, (byte) 0));
        }
    }

    private Optional<byte[]> written(ForeignAccount account) {
        Optional<MovedRecord> record = credentials.record(account);
        try {
            return record.map(MovedRecord::write);
        } finally {
            record.ifPresent(MovedRecord::close);
        }
    }
}
