// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.FetchGroup;

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
