// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.testing.JsonLines;

/** All that was done and seen in one run, and what the audit trails of the nodes have of it. */
public record History(
        List<Delivery> deliveries, List<Session> sessions, List<Disturbance> disturbances, List<AuditRecord> audit) {
    public History {
        deliveries = List.copyOf(deliveries);
        sessions = List.copyOf(sessions);
        disturbances = List.copyOf(disturbances);
        audit = List.copyOf(audit);
    }

    /** How many messages were answered 250, one for each recipient. */
    public long acknowledged() {
        return deliveries.stream().filter(Delivery::isAcknowledged).count();
    }

    /** How many sessions were logged in. */
    public long opened() {
        return sessions.stream().filter(Session::isOpened).count();
    }

    /** What it is made of, in a line. */
    public String summary() {
        Map<Outcome, Long> sent = deliveries.stream()
                .collect(Collectors.groupingBy(Delivery::outcome, TreeMap::new, Collectors.counting()));
        Map<String, Long> commands = sessions.stream()
                .flatMap(session -> session.commands().stream())
                .collect(Collectors.groupingBy(
                        command -> command.kind() + " " + command.outcome(), TreeMap::new, Collectors.counting()));
        return "deliveries " + sent + ", commands " + commands + ", disturbances "
                + disturbances.stream().map(Disturbance::what).toList();
    }

    List<MaildropHistory> maildrops() {
        return Stream.concat(
                        deliveries.stream().map(Delivery::account),
                        sessions.stream().map(Session::account))
                .distinct()
                .sorted()
                .map(account -> MaildropHistory.of(this, account))
                .toList();
    }

    /** Writes one JSON object a line, in the order in which the clients began; the audit records follow. */
    public void write(Path file) throws IOException {
        List<Map.Entry<Long, Map<String, ?>>> lines = new ArrayList<>();
        deliveries.forEach(one -> lines.add(Map.entry(one.span().invoked(), Map.of("delivery", one))));
        sessions.forEach(one -> lines.add(Map.entry(one.login().span().invoked(), Map.of("session", one))));
        disturbances.forEach(one -> lines.add(Map.entry(one.span().invoked(), Map.of("disturbance", one))));
        lines.sort(Comparator.comparing(Map.Entry::getKey));
        audit.forEach(one -> lines.add(Map.entry(0L, Map.of("audit", one))));
        JsonLines.write(file, lines.stream().map(Map.Entry::getValue).toList());
    }
}
