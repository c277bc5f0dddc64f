// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One search for records: file after file, each from its end, within bounds. Not thread-safe. */
final class RecordSearch {
    private static final TypeReference<Map<String, Object>> RECORD = new TypeReference<>() {};

    private final AuditQuery query;
    private final int mostRecords;
    private final List<Map<String, Object>> found = new ArrayList<>();

    private long octetsLeft;
    private Optional<String> oldest = Optional.empty();
    private Optional<TrailPlace> last = Optional.empty();
    private boolean cut;
    private boolean past;
    private boolean begun;

    RecordSearch(AuditQuery query, int mostRecords, long mostOctets) {
        this.query = query;
        this.mostRecords = mostRecords;
        this.octetsLeft = mostOctets;
        this.begun = query.place().isEmpty();
    }

    /** Continues in a file that was written before the previous one. */
    void in(FileChannel file) throws IOException {
        long end = query.isOfThePast() ? new RecordTimes(file).end(query::isTooLate) : file.size();
        LinesBackwards lines = new LinesBackwards(file, end, octetsLeft);
        Optional<String> line = isDone() ? Optional.empty() : lines.next();
        while (line.isPresent()) {
            look(line.get());
            line = isDone() ? Optional.empty() : lines.next();
        }
        octetsLeft -= lines.octets();
        cut |= lines.isCut();
    }

    private void look(String line) {
        Optional<String> time = RecordTimes.of(line);
        if (time.filter(query::isTooLate).isPresent() || !hasBegunBefore(line, time)) {
            return;
        }
        last = time.map(known -> TrailPlace.of(line, known)).or(() -> last);
        past = time.filter(query::isPast).isPresent();
        if (time.filter(query::isTooEarly).isEmpty()) {
            oldest = time.or(() -> oldest);
            take(line);
        }
    }

    /** A record that was removed meanwhile is not waited for. */
    private boolean hasBegunBefore(String line, Optional<String> time) {
        if (begun) {
            return true;
        }
        TrailPlace place = query.place().orElseThrow();
        boolean isPlace = time.filter(known -> place.isOf(line, known)).isPresent();
        begun = isPlace || time.filter(place::isAfter).isPresent();
        return begun && !isPlace;
    }

    boolean isOver() {
        return cut || octetsLeft <= 0 || isDone();
    }

    private boolean isDone() {
        return past || isFull();
    }

    private boolean isFull() {
        return found.size() >= mostRecords;
    }

    private void take(String line) {
        if (query.mayBeMetBy(line)) {
            parsed(line).filter(query::isMetBy).ifPresent(found::add);
        }
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
    FoundRecords result(boolean everything) {
        return new FoundRecords(found, oldest, (everything || past) && !cut && !isFull(), last);
    }
}
