// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of a message: its header, or as much of it as is wanted. */
final class MessageTop {
    private MessageTop() {}

    /** Reads to the blank line, the end, or the given number of octets. */
    static byte[] read(InputStream message, int largest) throws IOException {
        ByteArrayOutputStream top = new ByteArrayOutputStream();
        int lineOctets = 0;
        while (top.size() < largest) {
            int octet = message.read();
            if (octet < 0) {
                break;
            }
            top.write(octet);
            if (octet == '\n') {
                if (lineOctets == 0) {
                    break;
                }
                lineOctets = 0;
            } else if (octet != '\r') {
                lineOctets++;
            }
        }
        return top.toByteArray();
    }
}
