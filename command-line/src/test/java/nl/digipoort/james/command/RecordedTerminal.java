// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import nl.digipoort.james.command.line.Terminal;

/** A terminal whose output a test reads. */
public final class RecordedTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** One at which nobody sits. */
    public Terminal terminal() {
        return terminal("", false);
    }

    /** One at which a person types this. */
    public Terminal typing(String typed) {
        return terminal(typed, true);
    }

    public Terminal terminal(String input, boolean interactive) {
        return new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                interactive);
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }
}
