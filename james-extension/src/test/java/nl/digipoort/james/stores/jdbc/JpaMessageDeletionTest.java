package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.Test;

/** James reads the runs of one call at the same time: a call may have one only. */
class JpaMessageDeletionTest {
    private final List<List<?>> calls = new ArrayList<>();

    @Test
    void deletesEachRunByItself() throws MailboxException {
        new JpaMessageDeletion().delete(mailbox(Integer.MAX_VALUE), uids(1, 2, 3, 5, 8, 9), null);

        assertThat(calls).containsExactly(uids(1, 2, 3), uids(5), uids(8, 9));
    }

    @Test
    void stopsAtTheFirstThatFails() {
        assertThatThrownBy(() -> new JpaMessageDeletion().delete(mailbox(2), uids(1, 3, 5), null))
                .isInstanceOf(MailboxException.class);

        assertThat(calls).containsExactly(uids(1), uids(3));
    }

    /** A mailbox of which one call fails. */
    private MessageManager mailbox(int failing) {
        return (MessageManager) Proxy.newProxyInstance(
                MessageManager.class.getClassLoader(), new Class<?>[] {MessageManager.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("delete");
                    calls.add((List<?>) args[0]);
                    if (calls.size() == failing) {
                        throw new MailboxException("no database");
                    }
                    return null;
                });
    }

    private static List<MessageUid> uids(long... uids) {
        return LongStream.of(uids).mapToObj(MessageUid::of).collect(Collectors.toList());
    }
}
