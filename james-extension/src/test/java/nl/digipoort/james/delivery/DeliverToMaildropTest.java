// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static nl.digipoort.james.delivery.TestDeliveries.ANNA;
import static nl.digipoort.james.delivery.TestDeliveries.BOB;
import static nl.digipoort.james.delivery.TestDeliveries.content;
import static nl.digipoort.james.delivery.TestDeliveries.delivered;
import static nl.digipoort.james.delivery.TestDeliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.mail.MessagingException;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.OwnedLease;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliverToMaildropTest {
    private final TestDeliveries world = new TestDeliveries();
    private final List<String> sent = new ArrayList<>();

    @AfterEach
    void stop() {
        world.sweep.stop();
    }

    private DeliverToMaildrop mailet(String... parameters) throws MessagingException {
        DeliverToMaildrop mailet =
                new DeliverToMaildrop(world.reception, TestUsers.inMemory(), TestLimits.capacity(world.limits));
        mailet.init(new Parameters(List.of(parameters)));
        return mailet;
    }

    @Test
    void deliversToEveryRecipientAndLetsGoOfTheMail() throws Exception {
        Mail mail = mail("Mail1", content("one"));

        mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        await().until(() -> world.heldFor(ANNA) + world.heldFor(BOB) == 0);
        assertThat(world.mailboxes.messages(ANNA)).containsExactly(delivered("one"));
        assertThat(world.mailboxes.messages(BOB)).containsExactly(delivered("one"));
    }

    @Test
    void holdsForOneAndDeliversToTheOther() throws Exception {
        OwnedLease session = world.session(ANNA);
        world.sweep.start();

        mailet().service(mail("Mail1", content("one")));

        await().until(() -> world.heldFor(BOB) == 0);
        assertThat(world.heldFor(ANNA)).isEqualTo(1);
        session.release();
        await().until(() -> world.heldFor(ANNA) == 0);
        assertThat(world.mailboxes.messages(ANNA)).isEqualTo(world.mailboxes.messages(BOB));
    }

    @Test
    void givesTheMailBackToTheSpoolWhenItCannotBeTaken() throws Exception {
        Mail mail = mail("Mail1", content("one"));
        mail.setRecipients(List.of(new MailAddress(ANNA.asString())));
        world.locks.cutOff(true);

        assertThatThrownBy(() -> mailet().service(mail))
                .isInstanceOf(MessagingException.class)
                .hasMessage("mail Mail1 cannot be delivered now");
        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        world.locks.cutOff(false);
        mailet().service(mail);

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    /** James splits a mail by its recipients and gives the part another name each time. */
    @Test
    void recognisesAPartOfAMailThatComesAgain() throws Exception {
        Mail kept = mail("Mail1", content("one"));
        AcceptedName.keep(kept);
        kept.setName("1-whatever-it-is-called");
        for (Mail part : List.of(
                mail("Mail1-!1234567-!7654321", content("one")), mail("Mail1-!7777777", content("one")), kept)) {
            part.setRecipients(List.of(new MailAddress(ANNA.asString())));
            mailet().service(part);
        }

        assertThat(world.mailboxes.messages(ANNA)).hasSize(1);
    }

    @Test
    void sendsWhatIsTooLargeForEverybodyToAnotherProcessor() throws Exception {
        world.limits.setForAll(TestLimits.largestMessage(1024));
        Mail mail = TestDeliveries.mailOf("Mail1", 1, "Subject: a\r\n\r\n" + "x".repeat(6000));

        mailet().service(mail);

        assertThat(mail.getState()).isEqualTo("too-large");
        assertThat(mail.getRecipients()).hasSize(2);
        assertThat(AttributeUtils.getValueAndCastFromMail(mail, AttributeName.of("delivery-error"), String.class))
                .contains("552 5.3.4 Message is larger than the recipient takes");
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.mailboxes.messages(BOB)).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void deliversWhatIsTooLargeForOneToTheOther() throws Exception {
        world.limits.setExceptions(ANNA, TestLimits.largestMessage(1024));
        Mail mail = TestDeliveries.mailOf("Mail1", 1, "Subject: a\r\n\r\n" + "x".repeat(6000));

        mailet("tooLargeProcessor").service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(sent).containsExactly("[anna@example.org] to propagate");
        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.mailboxes.messages(BOB)).hasSize(1);
    }

    @Test
    void refusesParametersThatItDoesNotKnow() throws Exception {
        assertThat(mailet("onMailetException", "onMatchException")).isNotNull();
        assertThatThrownBy(() -> mailet("consume"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("consume");
    }

    /** The configuration of a mailet as James gives it. */
    private final class Parameters implements MailetConfig {
        private final List<String> names;

        private Parameters(List<String> names) {
            this.names = names;
        }

        @Override
        public String getInitParameter(String name) {
            return names.contains(name) ? "propagate" : null;
        }

        @Override
        public Iterator<String> getInitParameterNames() {
            return Collections.unmodifiableList(names).iterator();
        }

        @Override
        public MailetContext getMailetContext() {
            return (MailetContext) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                        if (!method.getName().equals("sendMail") || arguments.length != 2) {
                            throw new IllegalStateException(method + " is not for a delivery");
                        }
                        sent.add(((Mail) arguments[0]).getRecipients() + " to " + arguments[1]);
                        return null;
                    });
        }

        @Override
        public String getMailetName() {
            return "DeliverToMaildrop";
        }
    }
}
