// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.primitives.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A checkpoint: its signature covers the line before it, and so, by the hash of the record before, the whole chain. Thread-safe. */
final class CheckpointLine implements AuditLine {
    private final String fields;
    private final Optional<SigningKey> key;
    private volatile String text = "";
    private volatile ChainHead head = ChainHead.NONE;

    /** @param fields without the end of the object */
    CheckpointLine(String fields, Optional<SigningKey> key) {
        this.fields = fields;
        this.key = key;
    }

    @Override
    public byte[] after(ChainHead last) {
        byte[] unsigned = (AuditJson.place(last) + fields).getBytes(StandardCharsets.US_ASCII);
        String end = key.map(known -> ",\"signature\":\"" + known.sign(unsigned) + "\"}")
                .orElse("}");
        byte[] line = Bytes.concat(unsigned, end.getBytes(StandardCharsets.US_ASCII));
        text = new String(line, StandardCharsets.US_ASCII);
        head = ChainHead.of(last.seq() + 1, line);
        return line;
    }

    @Override
    public boolean isCheckpoint() {
        return true;
    }

    /** The line as it is written, without its end. */
    String text() {
        return text;
    }

    /** Its place in the chain. */
    ChainHead head() {
        return head;
    }
}
