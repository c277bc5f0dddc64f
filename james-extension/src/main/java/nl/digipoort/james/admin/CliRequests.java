// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import nl.digipoort.james.lock.Leases;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.user.api.UsersRepository;

/**
 * James's mailbox manager as its MBean for mailboxes uses it: each command has one session and ends its request last. A command that opens
 * an inbox or deletes a mailbox takes the maildrop's lock first and keeps it to its end. The MBean logs a failure and reports success. So a
 * failure is remembered and thrown at the end of the request, where the MBean does not catch it. Thread-safe.
 */
final class CliRequests implements InvocationHandler {
    private final MailboxManager mailboxes;
    private final UsersRepository users;
    private final Leases leases;
    private final Map<MailboxSession.SessionId, CliRequest> requests = new ConcurrentHashMap<>();

    @Inject
    CliRequests(@Named("mailboxmanager") MailboxManager mailboxes, UsersRepository users, Leases leases) {
        this.mailboxes = mailboxes;
        this.users = users;
        this.leases = leases;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Optional<MailboxSession> session = session(arguments);
        return session.isPresent() ? invoke(session.get(), method, arguments) : call(mailboxes, method, arguments);
    }

    private Object invoke(MailboxSession session, Method method, Object... arguments) throws Throwable {
        if (method.getName().equals("endProcessingRequest")) {
            end(session);
            return null;
        }
        CliRequest request = requests.computeIfAbsent(
                session.getSessionId(), id -> new CliRequest(mailboxes, users, leases, session));
        return request.remembering(() -> run(request, method, arguments));
    }

    private Object run(CliRequest request, Method method, Object[] arguments) throws Throwable {
        if (arguments[0] instanceof MailboxPath) {
            MailboxPath path = (MailboxPath) arguments[0];
            if (method.getName().equals("getMailbox") && path.isInbox()) {
                return underLock(request, request.openInbox(path.getUser()));
            }
            if (method.getName().equals("deleteMailbox")) {
                request.lock(path.getUser());
            }
        }
        Object answer = call(mailboxes, method, arguments);
        return answer instanceof MessageManager ? underLock(request, (MessageManager) answer) : answer;
    }

    private void end(MailboxSession session) {
        CliRequest request = requests.remove(session.getSessionId());
        try {
            mailboxes.endProcessingRequest(session);
        } finally {
            if (request != null) {
                request.end();
            }
        }
    }

    private static MessageManager underLock(CliRequest request, MessageManager mailbox) {
        InvocationHandler handler =
                (proxy, method, arguments) -> request.remembering(() -> call(mailbox, method, arguments));
        return (MessageManager) Proxy.newProxyInstance(
                MessageManager.class.getClassLoader(), new Class<?>[] {MessageManager.class}, handler);
    }

    /** The argument array is null for a method without parameters. */
    private static Optional<MailboxSession> session(Object... arguments) {
        return Stream.ofNullable(arguments)
                .flatMap(Stream::of)
                .filter(argument -> argument instanceof MailboxSession)
                .map(argument -> (MailboxSession) argument)
                .findFirst();
    }

    private static Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
