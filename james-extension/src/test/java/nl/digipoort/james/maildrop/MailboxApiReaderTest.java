// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.james.blob.api.ObjectNotFoundException;
import org.apache.james.blob.api.ObjectStoreIOException;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.junit.jupiter.api.Test;

/** What the reader for memory and Cassandra asks of James, which reads no body there for FetchGroup.HEADERS. */
class MailboxApiReaderTest implements MessageReaderContract {
    private final MailboxManager mailboxes = new TestMailboxes().manager();
    private boolean bodiesLost;

    @Override
    public MessageReader reader() {
        return new MailboxApiReader();
    }

    @Override
    public MailboxManager manager() {
        return proxy(MailboxManager.class, (proxy, method, arguments) -> {
            Object answer = invoke(mailboxes, method, arguments);
            return method.getName().equals("getMailbox") ? watched((MessageManager) answer) : answer;
        });
    }

    @Override
    public void loseBodies() {
        bodiesLost = true;
    }

    /** Cassandra's blob store says the first of a blob that is gone, and the second when it cannot answer. */
    @Test
    void tellsAMissingContentFromAStoreThatCannotAnswer() {
        MessageReader reader = reader();

        assertThat(reader.isDamage(new MailboxException("x", new ObjectNotFoundException("no blob"))))
                .isTrue();
        assertThat(reader.isDamage(
                        new IllegalStateException(new RuntimeException(new ObjectNotFoundException("no part")))))
                .isTrue();
        assertThat(reader.isDamage(new MailboxException("x", new ObjectStoreIOException("no quorum"))))
                .isFalse();
        assertThat(reader.isDamage(new MailboxException("gone"))).isFalse();
    }

    private MessageManager watched(MessageManager mailbox) {
        return proxy(MessageManager.class, (proxy, method, arguments) -> {
            if (bodiesLost && method.getName().equals("getMessages")) {
                FetchGroup wanted = (FetchGroup) arguments[1];
                if (!wanted.equals(FetchGroup.MINIMAL) && !wanted.equals(FetchGroup.HEADERS)) {
                    throw new AssertionError("a body is asked for: " + wanted);
                }
            }
            return invoke(mailbox, method, arguments);
        });
    }

    private static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
