// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MessageReader;
import nl.digipoort.james.maildrop.MessageReaderContract;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxId;
import org.junit.jupiter.api.Test;

/** The reader, with messages that James JPA's own entities create. */
interface JpaMessageReaderContract extends MessageReaderContract {
    EntityManagerFactory factory();

    @Override
    default MessageReader reader() {
        return new JpaMessageReader(new JamesDatabase(factory()), new MailboxApiReader());
    }

    @Override
    default MailboxManager manager() {
        return new TestJpaJames(factory()).manager();
    }

    @Override
    default void loseBodies() throws SQLException {
        new JamesDatabase(factory()).transact(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE JAMES_MAIL SET MAIL_BYTES = ?")) {
                update.setBytes(1, new byte[0]);
                return update.executeUpdate();
            }
        });
    }

    /** The lengths differ in this way if James encrypts messages. */
    @Test
    default void takesNoHeaderThatIsNotAsLongAsJamesSays() throws Exception {
        MailboxId mailbox = TestJpaMailboxes.mailbox(factory(), UUID.randomUUID() + "@example.org", 3);
        assertThat(reader().readHeader(withoutMailboxes(), mailbox, 3, 13, null))
                .isPresent();

        TestJpa.execute(
                factory(),
                "UPDATE JAMES_MAIL SET MAIL_BODY_START_OCTET = 12 WHERE MAILBOX_ID = " + mailbox.serialize());

        assertThat(reader().readHeader(withoutMailboxes(), mailbox, 3, 13, null))
                .isEmpty();
    }

    @Test
    default void readsHeaderAndBodyAsTheyWereStored() throws Exception {
        MailboxId mailbox = TestJpaMailboxes.mailbox(factory(), UUID.randomUUID() + "@example.org", 3, 7);

        assertThat(read(mailbox, 7)).isEqualTo(TestJpaMailboxes.content(7));
        assertThat(read(mailbox, 3)).isEqualTo(TestJpaMailboxes.content(3));
    }

    @Test
    default void leavesToTheApiWhatIsNotThere() throws MailboxException {
        MailboxId mailbox = TestJpaMailboxes.mailbox(factory(), UUID.randomUUID() + "@example.org", 3);

        assertThatThrownBy(() -> read(mailbox, 4)).isInstanceOf(MailboxNotFoundException.class);
    }

    /** The lengths differ in this way if James encrypts messages. */
    @Test
    default void leavesToTheApiWhatIsNotAsLongAsJamesSays() throws MailboxException, SQLException {
        MailboxId mailbox = TestJpaMailboxes.mailbox(factory(), UUID.randomUUID() + "@example.org", 3);
        TestJpa.execute(
                factory(),
                "UPDATE JAMES_MAIL SET MAIL_CONTENT_OCTETS_COUNT = 104 WHERE MAILBOX_ID = " + mailbox.serialize());

        assertThatThrownBy(() -> read(mailbox, 3)).isInstanceOf(MailboxNotFoundException.class);
    }

    private byte[] read(MailboxId mailbox, long uid) throws MailboxException, IOException {
        try (InputStream message = reader().read(withoutMailboxes(), mailbox, uid, null)) {
            return message.readAllBytes();
        }
    }

    /** The mailbox API without any mailbox. */
    private static MailboxManager withoutMailboxes() {
        return (MailboxManager) Proxy.newProxyInstance(
                MailboxManager.class.getClassLoader(), new Class<?>[] {MailboxManager.class}, (proxy, method, args) -> {
                    throw new MailboxNotFoundException((MailboxId) args[0]);
                });
    }
}
