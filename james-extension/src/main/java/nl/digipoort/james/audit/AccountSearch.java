// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One search for the records of an account: file after file, each from its end, within bounds. Not thread-safe. */
final class AccountSearch {
    private static final TypeReference<Map<String, Object>> RECORD = new TypeReference<>() {};

    private final String account;
    private final String quoted;
    private final int mostRecords;
    private final List<Map<String, Object>> found = new ArrayList<>();
    private long octetsLeft;
    private Optional<String> oldest = Optional.empty();
    private boolean cut;

    AccountSearch(String account, int mostRecords, long mostOctets) {
        this.account = account;
        this.quoted = quoted(account);
        this.mostRecords = mostRecords;
        this.octetsLeft = mostOctets;
    }

    /** The account as the trail writes it, in lower case. */
    private static String quoted(String account) {
        try {
            return AuditJson.MAPPER.writeValueAsString(account).toLowerCase(Locale.ROOT);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of the account", e);
        }
    }

    /** Continues in a file that was written before the previous one. */
    void in(FileChannel file) throws IOException {
        LinesBackwards lines = new LinesBackwards(file, octetsLeft);
        Optional<String> line = isFull() ? Optional.empty() : lines.next();
        while (line.isPresent()) {
            oldest = line;
            take(line.get());
            line = isFull() ? Optional.empty() : lines.next();
        }
        octetsLeft -= lines.octets();
        cut |= lines.isCut();
    }

    boolean isOver() {
        return cut || octetsLeft <= 0 || isFull();
    }

    private boolean isFull() {
        return found.size() >= mostRecords;
    }

    private void take(String line) {
        if (line.toLowerCase(Locale.ROOT).contains(quoted)) {
            parsed(line).filter(this::isOfAccount).ifPresent(found::add);
        }
    }

    /** A stranger may have sent the account's name, in any case. */
    private boolean isOfAccount(Map<String, Object> record) {
        Object recipients = record.get(AuditField.RECIPIENTS.wire());
        return account.equals(record.get(AuditField.MAILDROP.wire()))
                || (recipients instanceof List && ((List<?>) recipients).contains(account))
                || account.equalsIgnoreCase(String.valueOf(record.get(AuditField.USER.wire())));
    }

    /** Empty for the partial line that a killed server leaves. */
    private static Optional<Map<String, Object>> parsed(String line) {
        try {
            return Optional.ofNullable(AuditJson.MAPPER.readValue(line, RECORD));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** @param everything whether no file is left to search */
    AccountRecords result(boolean everything) {
        Optional<String> time = oldest.flatMap(AccountSearch::parsed)
                .map(record -> record.get("time"))
                .map(Object::toString);
        return new AccountRecords(found, time, everything && !cut && !isFull());
    }
}
