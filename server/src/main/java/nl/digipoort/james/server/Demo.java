package nl.digipoort.james.server;

import java.util.Set;

/** The demonstration: a scratch home with two accounts and two messages. */
final class Demo implements Command {
    static final Set<String> OPTIONS = Set.of();

    Demo(Options options) {
        // The demonstration has no options yet.
    }

    @Override
    public int execute(Console console) {
        throw new UsageException("demo is not available yet");
    }
}
