// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a trail as the documents describe it, without the code of the server. */
final class TestTrail {
    static final Instant BEGIN = Instant.parse("2026-11-24T08:00:00Z");

    private final String chain;
    private String node;
    private final List<List<String>> files = new ArrayList<>(List.of(new ArrayList<>()));
    private final List<String> checkpoints = new ArrayList<>();
    private TestKey key;
    private Instant time = BEGIN;
    private long seq = 1;
    private String prev = "0".repeat(64);

    TestTrail(String node, TestKey key) {
        this.node = node;
        this.chain = "chain of " + node;
        this.key = key;
    }

    /** Records of an earlier release. */
    TestTrail version1(int count) {
        for (int i = 0; i < count; i++) {
            String line = "{\"v\":1,\"time\":\"" + time() + "\",\"event\":\"unmarked\",\"node\":\"" + node
                    + "\",\"session\":\"00000000000000a" + i + "\",\"messages\":" + i + "}";
            current().add(line);
            prev = hash(line);
        }
        return this;
    }

    /** @param fields with a comma in front */
    TestTrail record(String event, String fields) {
        return append(begin(event) + fields + "}");
    }

    /** Arrival, retrieval and deletion of one message: ten records. */
    TestTrail message(String number, String maildrop) {
        String uniqueId = ",\"uniqueId\":\"1732419234." + number + "\"";
        String id = ",\"messageId\":\"<" + number + "@example.org>\"";
        String session = ",\"session\":\"" + String.format(Locale.ROOT, "%016x", seq)
                + "\",\"address\":\"127.0.0.1\",\"port\":40000,\"tls\":\"TLSv1.3\",\"mechanism\":\"PLAIN\",\"user\":\""
                + maildrop + "\",\"maildrop\":\"" + maildrop + "\",\"fence\":7";
        String of = ",\"maildrop\":\"" + maildrop + "\"";
        String digest = ",\"sha256\":\"" + hash("sent " + number) + "\"";
        String mail = ",\"mail\":\"mail-" + number + "\"";
        record(
                "arrival-begun",
                mail + ",\"address\":\"127.0.0.2\",\"sender\":\"agency@example.org\",\"recipients\":[\"" + maildrop
                        + "\"],\"size\":1000,\"dataSha256\":\"" + hash("data " + number) + "\"" + id);
        record("arrival-ended", mail + of + ",\"outcome\":\"delivered\"" + uniqueId + id + ",\"size\":1200" + digest);
        record("login", session + ",\"outcome\":\"OK\",\"messages\":1,\"size\":1200");
        record("retrieval-begun", session + ",\"command\":\"RETR\"" + uniqueId + ",\"size\":1200");
        record(
                "retrieval-ended",
                session + ",\"outcome\":\"complete\",\"command\":\"RETR\"" + uniqueId + id
                        + ",\"size\":1200,\"octets\":1200" + digest);
        record("marked", session + uniqueId + ",\"size\":1200");
        record("deletion-begun", session + ",\"uniqueIds\":[\"1732419234." + number + "\"],\"messages\":1");
        record("deletion-ended", session + ",\"outcome\":\"deleted\"" + uniqueId + id + ",\"size\":1200" + digest);
        return record(
                "session-ended", session + ",\"outcome\":\"complete\",\"octets\":1200,\"retrieved\":1,\"deleted\":1");
    }

    TestTrail checkpoint(String... heads) {
        return signed("", heads);
    }

    private TestTrail signed(String next, String... heads) {
        String list = heads.length == 0 ? "" : '"' + String.join("\",\"", heads) + '"';
        String signed = begin(Checkpoint.EVENT) + ",\"chain\":\"" + chain + "\",\"heads\":[" + list + "],\"key\":\""
                + key.id() + "\",\"publicKey\":\"" + key.base64() + "\"" + next;
        String line = signed + ",\"signature\":\"" + key.sign(signed) + "\"}";
        checkpoints.add(line);
        return append(line);
    }

    /** The old key vouches for the new one, which then signs. */
    TestTrail changeKey(TestKey next) {
        signed(",\"nextKey\":\"" + next.id() + "\",\"nextPublicKey\":\"" + next.base64() + "\"");
        key = next;
        return checkpoint();
    }

    /** Without a word of the old one. */
    TestTrail takeKey(TestKey other) {
        key = other;
        return this;
    }

    TestTrail rotate() {
        checkpoint();
        files.add(new ArrayList<>());
        return this;
    }

    /** From here on by another name. */
    TestTrail as(String other) {
        node = other;
        return this;
    }

    TestTrail pass(Duration duration) {
        time = time.plus(duration);
        return this;
    }

    /** As a checkpoint of another node names it. */
    String head() {
        return chain + " " + (seq - 1) + " " + prev;
    }

    private String begin(String event) {
        return "{\"v\":2,\"seq\":" + seq + ",\"prev\":\"" + prev + "\",\"time\":\"" + time() + "\",\"event\":\"" + event
                + "\",\"node\":\"" + node + "\"";
    }

    private String time() {
        time = time.plusMillis(100);
        return time.toString().replaceAll("(:\\d\\d)Z", "$1.000Z");
    }

    private TestTrail append(String line) {
        current().add(line);
        prev = hash(line);
        seq++;
        return this;
    }

    private List<String> current() {
        return files.get(files.size() - 1);
    }

    static String hash(String line) {
        return Octets.hex(Octets.sha256().digest(line.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The lines of each file. */
    List<List<String>> files() {
        return files;
    }

    List<String> checkpoints() {
        return checkpoints;
    }

    /** Writes the files, the last one without a day in its name. */
    static void save(Path folder, List<List<String>> files) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < files.size(); i++) {
            String name = "digipoort-audit.jsonl" + (i == files.size() - 1 ? "" : ".2026-11-24." + (i + 1));
            Files.writeString(
                    folder.resolve(name),
                    files.get(i).isEmpty() ? "" : String.join("\n", files.get(i)) + "\n",
                    StandardCharsets.ISO_8859_1);
        }
    }

    TestTrail save(Path folder) throws IOException {
        save(folder, files);
        return this;
    }
}
