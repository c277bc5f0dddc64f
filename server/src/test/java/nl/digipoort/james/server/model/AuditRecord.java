// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A record of a node's audit trail, as far as the rules need it.
 *
 * @param port the client's
 */
public record AuditRecord(String node, String event, String account, int port, String command, List<String> uniqueIds) {
    public AuditRecord {
        uniqueIds = List.copyOf(uniqueIds);
    }

    /** @param record a line of the trail */
    public static AuditRecord of(String node, Map<String, Object> record) {
        List<String> uniqueIds = new ArrayList<>();
        if (record.get("uniqueIds") instanceof List<?> several) {
            several.forEach(uniqueId -> uniqueIds.add((String) uniqueId));
        } else if (record.containsKey("uniqueId")) {
            uniqueIds.add((String) record.get("uniqueId"));
        }
        return new AuditRecord(
                node,
                (String) record.get("event"),
                (String) record.getOrDefault("maildrop", ""),
                (Integer) record.getOrDefault("port", 0),
                (String) record.getOrDefault("command", ""),
                uniqueIds);
    }
}
