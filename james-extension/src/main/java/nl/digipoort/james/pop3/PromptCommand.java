// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import com.google.common.base.Ascii;
import org.apache.james.protocols.api.handler.ProtocolHandler;

/**
 * A command with a line that is answered from memory alone: no store, no file, no log and no hash. The event loop handles it itself, since to
 * wake a worker, and the event loop again, costs more (docs/develop/adr/0075-processor-time-of-a-login.md).
 */
public interface PromptCommand extends ProtocolHandler {
    /** @param line without its end */
    boolean isPrompt(byte[] line);

    /**
     * Whether the line is this one, in any case. It is compared octet by octet, since a text of it could be one of a password.
     *
     * @param wanted in upper case
     */
    static boolean isLine(String wanted, byte[] line) {
        boolean same = line.length == wanted.length();
        for (int i = 0; same && i < line.length; i++) {
            same = Ascii.toUpperCase((char) (line[i] & 0xFF)) == wanted.charAt(i);
        }
        return same;
    }
}
