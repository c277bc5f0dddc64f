// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.server.model.Command;
import nl.digipoort.james.server.model.Command.Kind;
import nl.digipoort.james.server.model.Content;
import nl.digipoort.james.server.model.Outcome;
import nl.digipoort.james.server.model.Session;
import nl.digipoort.james.server.model.Span;

/**
 * Fetches the mail of some accounts, in one session after another, as clients do and as they should not: some stay idle for longer than a lease,
 * hang up without QUIT, or do not wait for the answer to it.
 */
final class ModelBusiness {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAUSE_MILLIS = 500;
    private static final int MESSAGE_PAUSE_MILLIS = 300;
    private static final int IDLE_MILLIS = 15_000;
    private static final int MOST_FETCHED = 12;

    private final String name;
    private final UsualNode usual;
    private final List<Account> accounts;
    private final ModelRecorder recorder;
    private final Random random;

    ModelBusiness(String name, UsualNode usual, List<Account> accounts, ModelRecorder recorder, Random random) {
        this.name = name;
        this.usual = usual;
        this.accounts = accounts;
        this.recorder = recorder;
        this.random = random;
    }

    void run(ModelClock clock) throws InterruptedException {
        while (!clock.isOver()) {
            ModelNode node = usual.orAnother(random);
            Account account = accounts.get(random.nextInt(accounts.size()));
            session(node, account, false, exchange -> fetch(exchange, clock));
            clock.pause(random.nextInt(PAUSE_MILLIS));
        }
    }

    /** Looks at everything in the end and deletes nothing; returns whether it could see all of it. */
    boolean lookAtAll(ModelNode node, Account account) throws InterruptedException {
        return session(node, account, true, exchange -> {
            int count = exchange.ask(Kind.UIDL).lines().size();
            for (int number = 1; number <= count; number++) {
                if (exchange.ask(Kind.RETR, number).outcome() != Outcome.OK) {
                    throw new IOException("message " + number + " cannot be read now");
                }
            }
            exchange.ask(Kind.QUIT);
        });
    }

    private void fetch(Exchange exchange, ModelClock clock) throws IOException, InterruptedException {
        int count = exchange.ask(Kind.UIDL).lines().size();
        listSometimes(exchange);
        for (int number = 1; number <= Math.min(count, random.nextInt(MOST_FETCHED)); number++) {
            boolean fetched = exchange.ask(Kind.RETR, number).outcome() == Outcome.OK;
            if (fetched && random.nextInt(5) > 0) {
                exchange.ask(Kind.DELE, number);
            }
            clock.pause(random.nextInt(MESSAGE_PAUSE_MILLIS));
            listSometimes(exchange);
        }
        if (random.nextInt(12) == 0) {
            exchange.ask(Kind.RSET);
            if (count > 0 && exchange.ask(Kind.RETR, count).outcome() == Outcome.OK) {
                exchange.ask(Kind.DELE, count);
            }
        }
        clock.pause(random.nextInt(5) == 0 ? random.nextInt(IDLE_MILLIS) : random.nextInt(PAUSE_MILLIS));
        listSometimes(exchange);
        int end = random.nextInt(10);
        if (end == 0) {
            exchange.hangUp();
        } else if (end == 1) {
            exchange.quitWithoutWaiting();
        } else {
            exchange.ask(Kind.QUIT);
        }
    }

    private void listSometimes(Exchange exchange) throws IOException {
        if (random.nextInt(4) == 0) {
            exchange.ask(List.of(Kind.STAT, Kind.LIST, Kind.UIDL).get(random.nextInt(3)));
        }
    }

    /** Whether all commands could be sent. What happened is in the history. */
    private boolean session(ModelNode node, Account account, boolean isLast, Script script)
            throws InterruptedException {
        TestGateway gateway = node.gateway();
        try (Socket socket = new Socket()) {
            Pop3Client client = Pop3Client.connect(socket, gateway.pop3(), Transcript.NONE);
            client.patience(PATIENCE);
            client.readLine();
            client.command("STLS");
            client.startTls(gateway.tls(), "localhost");
            client.command("USER " + account.user());
            Exchange exchange = new Exchange(client);
            int port = socket.getLocalPort();
            try {
                exchange.logIn(account);
                script.run(exchange);
                return true;
            } finally {
                recorder.add(new Session(name, node.name(), port, account.user(), isLast, exchange.commands));
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** The commands of one session. */
    private interface Script {
        void run(Exchange exchange) throws IOException, InterruptedException;
    }

    /** Sends commands and notes what comes of them. After the first that has no answer there are no others. */
    private static final class Exchange {
        private final Pop3Client client;
        private final List<Command> commands = new ArrayList<>();

        Exchange(Pop3Client client) {
            this.client = client;
        }

        /** @throws IOException if there is no session */
        void logIn(Account account) throws IOException {
            if (send(Kind.LOGIN, 0, "PASS " + account.password()).outcome() != Outcome.OK) {
                throw new IOException("no session");
            }
        }

        Command ask(Kind kind) throws IOException {
            return send(kind, 0, kind.name());
        }

        Command ask(Kind kind, int number) throws IOException {
            return send(kind, number, kind + " " + number);
        }

        private Command send(Kind kind, int number, String line) throws IOException {
            long invoked = System.nanoTime();
            Outcome outcome = Outcome.UNKNOWN;
            String answer = "";
            List<String> lines = List.of();
            Content content = Content.NONE;
            try {
                answer = client.command(line);
                if (!answer.startsWith("+OK")) {
                    outcome = Outcome.FAIL;
                } else if (kind == Kind.UIDL || kind == Kind.LIST) {
                    lines = client.readLines();
                } else if (kind == Kind.RETR) {
                    content = Content.of(client.readBody());
                }
                outcome = outcome == Outcome.FAIL ? Outcome.FAIL : Outcome.OK;
            } finally {
                commands.add(new Command(kind, number, Span.since(invoked), outcome, answer, lines, content));
            }
            return commands.get(commands.size() - 1);
        }

        void quitWithoutWaiting() throws IOException {
            long invoked = System.nanoTime();
            try {
                client.send("QUIT");
                client.reset();
            } finally {
                commands.add(
                        new Command(Kind.QUIT, 0, Span.since(invoked), Outcome.UNKNOWN, "", List.of(), Content.NONE));
            }
        }

        void hangUp() throws IOException {
            client.reset();
        }
    }
}
