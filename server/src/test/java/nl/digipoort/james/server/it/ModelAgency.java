// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.server.model.Content;
import nl.digipoort.james.server.model.Delivery;
import nl.digipoort.james.server.model.Outcome;
import nl.digipoort.james.server.model.Span;

/** Sends messages to some accounts, through one node and the other, until the time is over. */
final class ModelAgency {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LINE = 76;
    private static final int PAUSE_MILLIS = 400;
    private static final int REFUSED_PAUSE_MILLIS = 500;

    private final String name;
    private final UsualNode usual;
    private final List<Account> accounts;
    private final ModelRecorder recorder;
    private final Random random;
    private int sent;

    ModelAgency(String name, UsualNode usual, List<Account> accounts, ModelRecorder recorder, Random random) {
        this.name = name;
        this.usual = usual;
        this.accounts = accounts;
        this.recorder = recorder;
        this.random = random;
    }

    void run(ModelClock clock) throws InterruptedException {
        while (!clock.isOver()) {
            ModelNode node = usual.orAnother(random);
            int messages = 1 + random.nextInt(5);
            try (Socket socket = new Socket()) {
                SmtpClient client =
                        SmtpClient.connect(socket, node.gateway().process().smtpPort());
                socket.setSoTimeout(PATIENCE_MILLIS);
                client.reply();
                client.send("EHLO client.example.org");
                for (int i = 0; i < messages && !clock.isOver(); i++) {
                    deliver(client, node);
                    clock.pause(random.nextInt(PAUSE_MILLIS));
                }
            } catch (IOException e) {
                // what it was is in the history
                clock.pause(REFUSED_PAUSE_MILLIS);
            }
        }
    }

    /** To one account, or to two at once. */
    private void deliver(SmtpClient client, ModelNode node) throws IOException {
        List<Account> some = new ArrayList<>(accounts);
        Collections.shuffle(some, random);
        List<Account> recipients = some.subList(0, random.nextInt(5) == 0 ? 2 : 1);
        byte[] message = message(name + "." + ++sent);
        long invoked = System.nanoTime();
        Outcome outcome = Outcome.FAIL;
        String answer = "";
        try {
            client.begin(recipients.stream().map(Account::user).toArray(String[]::new));
            outcome = Outcome.UNKNOWN;
            answer = String.valueOf(client.end(message));
            outcome = outcome(answer);
        } catch (IOException e) {
            answer = String.valueOf(e.getMessage());
            throw e;
        } finally {
            Span span = Span.since(invoked);
            for (Account recipient : recipients) {
                recorder.add(
                        new Delivery(span, name, node.name(), recipient.user(), Content.of(message), outcome, answer));
            }
        }
    }

    private static Outcome outcome(String answer) {
        if (answer.startsWith("250 ")) {
            return Outcome.OK;
        }
        return answer.startsWith("5") ? Outcome.FAIL : Outcome.UNKNOWN;
    }

    /** Most have a few hundred octets, some a few hundred thousand; some lines begin with a dot, or have octets that are not ASCII. */
    private byte[] message(String mark) {
        StringBuilder text = new StringBuilder(Content.firstLine(mark)).append("Subject: model check\r\n\r\n");
        int size = 100 << random.nextInt(random.nextInt(10) == 0 ? 12 : 6);
        while (text.length() < size) {
            for (int i = random.nextInt(LINE); i > 0; i--) {
                text.append(random.nextInt(20) == 0 ? '.' : (char) (' ' + random.nextInt(224 - ' ')));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
