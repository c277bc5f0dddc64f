// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nl.digipoort.james.server.model.Command.Kind;

/**
 * One connection of a POP3 client, from its login to its end; the first command is LOGIN, also if it was refused.
 *
 * @param port the client's
 * @param isLast whether it is the look at the maildrop after everything else
 */
public record Session(String client, String node, int port, String account, boolean isLast, List<Command> commands) {
    public Session {
        commands = List.copyOf(commands);
        if (commands.isEmpty() || !commands.get(0).is(Kind.LOGIN)) {
            throw new IllegalArgumentException("a session begins with a login");
        }
    }

    /** Of the violations: which one it is, and where in the history. */
    String name() {
        return client + " on " + node + " from port " + port + " at "
                + login().span().invoked();
    }

    Command login() {
        return commands.get(0);
    }

    boolean isOpened() {
        return login().isDone(Kind.LOGIN);
    }

    /** The last command to which the server said yes: it had the lock at some moment of it. */
    Command lastDone() {
        return commands.stream()
                .filter(command -> command.outcome() == Outcome.OK)
                .reduce(login(), (first, second) -> second);
    }

    /** Whether the client has seen what is in the maildrop. */
    boolean hasView() {
        return isOpened() && commands.stream().anyMatch(command -> command.isDone(Kind.UIDL));
    }

    /** What the first UIDL said: the unique-ids by their numbers. */
    NavigableMap<Integer, String> view() {
        return commands.stream()
                .filter(command -> command.isDone(Kind.UIDL))
                .findFirst()
                .map(Session::numbered)
                .orElseGet(TreeMap::new);
    }

    /** The values of a listing by their numbers. */
    static NavigableMap<Integer, String> numbered(Command listing) {
        NavigableMap<Integer, String> values = new TreeMap<>();
        for (String line : listing.lines()) {
            String[] words = line.split(" ", 2);
            values.put(Integer.valueOf(words[0]), words[1]);
        }
        return values;
    }

    /** The unique-ids that are marked in the end. */
    Set<String> marked() {
        NavigableMap<Integer, String> view = view();
        Set<Integer> marked = new TreeSet<>();
        for (Command command : commands) {
            if (command.isDone(Kind.DELE)) {
                marked.add(command.number());
            } else if (command.isDone(Kind.RSET)) {
                marked.clear();
            }
        }
        return marked.stream().map(number -> view.getOrDefault(number, "?")).collect(Collectors.toSet());
    }

    Optional<Command> quit() {
        return commands.stream().filter(command -> command.is(Kind.QUIT)).findFirst();
    }

    /** Whether QUIT was sent, and not answered that nothing is removed. */
    boolean mayHaveDeleted(String uniqueId) {
        return quit().filter(quit -> !saysThatNothingIsRemoved(quit)).isPresent() && marked().contains(uniqueId);
    }

    private static boolean saysThatNothingIsRemoved(Command quit) {
        return quit.answer().toLowerCase(Locale.ROOT).contains("no message was removed");
    }

    /** Whether QUIT was answered with +OK. */
    boolean hasDeleted(String uniqueId) {
        return quit().filter(quit -> quit.isDone(Kind.QUIT)).isPresent() && marked().contains(uniqueId);
    }
}
