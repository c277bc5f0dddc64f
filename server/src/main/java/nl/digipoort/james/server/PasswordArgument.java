// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The password of a James command, given as "-": read at a prompt without echo, or from the first line of standard input. An argument would
 * show in every process listing.
 */
final class PasswordArgument {
    private static final String ELSEWHERE = "-";
    /** James ignores the case of command names; the password follows the user name. */
    private static final Set<String> COMMANDS = Set.of("adduser", "setpassword");

    private static final int PASSWORD = 2;

    private PasswordArgument() {}

    /**
     * Returns the arguments of a James command with the password inserted.
     *
     * @throws UsageException if there is no password to read
     */
    static List<String> read(List<String> arguments, Console console) {
        String command = arguments.get(0).toLowerCase(Locale.ROOT);
        if (!COMMANDS.contains(command)
                || arguments.size() != PASSWORD + 1
                || !arguments.get(PASSWORD).equals(ELSEWHERE)) {
            return arguments;
        }
        String password = console.password("Password of " + arguments.get(1) + ": ");
        if (password.isEmpty()) {
            throw new UsageException(arguments.get(0) + " with - needs a password in the first line of standard input");
        }
        List<String> complete = new ArrayList<>(arguments);
        complete.set(PASSWORD, password);
        return complete;
    }
}
