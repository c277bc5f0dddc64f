// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import nl.digipoort.james.audit.TestAudit;
import org.apache.james.adapter.mailbox.MailboxManagerManagementMBean;
import org.apache.james.adapter.mailbox.QuotaManagementMBean;
import org.apache.james.domainlist.api.DomainListManagementMBean;
import org.apache.james.rrt.api.RecipientRewriteTableManagementMBean;
import org.apache.james.sieverepository.api.SieveRepositoryManagementMBean;
import org.apache.james.user.api.UsersRepositoryManagementMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** James's MBeans as its command line calls them, by JMX; what they do is only noted. */
class CliAuditTest {
    private static final String SECRET = "not-for-the-trail";

    private final TestAudit audit = new TestAudit();
    private final MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
    private final List<String> calls = new ArrayList<>();
    private final CliAudit cli = new CliAudit(audit.trail(), type -> Optional.of(fake(type)));

    @BeforeEach
    void start() throws Exception {
        cli.start();
        for (CliBean bean : CliBean.values()) {
            platform.registerMBean(james(bean.type()), bean.objectName());
        }
    }

    @AfterEach
    void stop() throws Exception {
        cli.stop();
        for (CliBean bean : CliBean.values()) {
            platform.unregisterMBean(bean.objectName());
        }
        assertThat(audit.lines()).noneMatch(line -> line.contains(SECRET));
    }

    private <T> StandardMBean james(Class<T> type) throws Exception {
        return new StandardMBean(type.cast(fake(type)), type);
    }

    private Object fake(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            calls.add(method.getName());
            if (method.getName().equals("deleteUser")) {
                throw new IllegalArgumentException("there is no such user");
            }
            return method.getReturnType() == boolean.class
                    ? (Object) true
                    : method.getReturnType() == long.class ? 1L : null;
        });
    }

    private <T> T bean(CliBean bean, Class<T> type) {
        return JMX.newMBeanProxy(platform, bean.objectName(), type);
    }

    @Test
    void recordsWhatIsChangedAndForWhom() throws Exception {
        UsersRepositoryManagementMBean users = bean(CliBean.USERSREPOSITORY, UsersRepositoryManagementMBean.class);
        users.addUser("anna@example.org", SECRET);
        users.setPassword("anna@example.org", SECRET);
        assertThatThrownBy(() -> users.deleteUser("eve@example.org")).hasMessageContaining("there is no such user");
        bean(CliBean.DOMAINLIST, DomainListManagementMBean.class).addDomain("example.org");
        RecipientRewriteTableManagementMBean rewrites =
                bean(CliBean.RECIPIENTREWRITETABLE, RecipientRewriteTableManagementMBean.class);
        rewrites.addAddressMapping("info", "example.org", SECRET);
        rewrites.removeDomainMapping("example.com", SECRET);
        MailboxManagerManagementMBean mailboxes = bean(CliBean.MAILBOXMANAGERBEAN, MailboxManagerManagementMBean.class);
        mailboxes.deleteMailboxes("anna@example.org");
        mailboxes.importEmlFileToMailbox("#private", "anna@example.org", "INBOX", SECRET);
        bean(CliBean.QUOTAMANAGERBEAN, QuotaManagementMBean.class).setMaxStorage("#private&anna@example.org", null);
        bean(CliBean.SIEVEMANAGERBEAN, SieveRepositoryManagementMBean.class).removeQuota();
        platform.setAttribute(CliBean.SIEVEMANAGERBEAN.objectName(), new Attribute("Quota", 5L));

        assertThat(audit.records("event", "act", "method", "user", "domain", "outcome"))
                .filteredOn(record -> record.startsWith("administration-begun"))
                .containsExactly(
                        "administration-begun cli usersrepository.addUser anna@example.org",
                        "administration-begun cli usersrepository.setPassword anna@example.org",
                        "administration-begun cli usersrepository.deleteUser eve@example.org",
                        "administration-begun cli domainlist.addDomain example.org",
                        "administration-begun cli recipientrewritetable.addAddressMapping info@example.org",
                        "administration-begun cli recipientrewritetable.removeDomainMapping example.com",
                        "administration-begun cli mailboxmanagerbean.deleteMailboxes anna@example.org",
                        "administration-begun cli mailboxmanagerbean.importEmlFileToMailbox anna@example.org",
                        "administration-begun cli quotamanagerbean.setMaxStorage anna@example.org",
                        "administration-begun cli sievemanagerbean.removeQuota",
                        "administration-begun cli sievemanagerbean.setQuota");
        assertThat(audit.records("event", "outcome"))
                .hasSize(22)
                .contains("administration-ended failed")
                .filteredOn(record -> record.equals("administration-ended done"))
                .hasSize(10);
    }

    @Test
    void recordsNothingThatIsRead() throws Exception {
        UsersRepositoryManagementMBean users = bean(CliBean.USERSREPOSITORY, UsersRepositoryManagementMBean.class);
        users.verifyExists("anna@example.org");
        users.countUsers();
        users.listAllUsers();
        bean(CliBean.DOMAINLIST, DomainListManagementMBean.class).containsDomain("example.org");
        bean(CliBean.MAILBOXMANAGERBEAN, MailboxManagerManagementMBean.class).listMailboxes("anna@example.org");

        assertThat(calls).hasSize(5);
        assertThat(audit.lines()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeRecorded() {
        audit.breakDown(true);

        assertThatThrownBy(() -> bean(CliBean.DOMAINLIST, DomainListManagementMBean.class)
                        .addDomain("example.org"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not done, because the audit trail cannot be written");

        assertThat(calls).isEmpty();
    }

    /** James must find its MBeans under their names when it stops, and what was there before JMX is taken too. */
    @ParameterizedTest
    @EnumSource
    void takesMBeansThatAreThereAlready(CliBean bean) throws Exception {
        ObjectName name = bean.objectName();
        CliAudit second = new CliAudit(audit.trail(), type -> Optional.empty());
        second.start();
        second.stop();

        assertThat(platform.isRegistered(name)).isTrue();
    }

    @Test
    void leavesJamesItsMBeansWhenItCannotFindWhatTheyDo() throws Exception {
        CliAudit second = new CliAudit(audit.trail(), type -> {
            throw new IllegalStateException("cannot be made");
        });

        second.start();
        second.stop();

        bean(CliBean.DOMAINLIST, DomainListManagementMBean.class).containsDomain("example.org");
        assertThat(calls).containsExactly("containsDomain");
    }

    /** A new operation of James is recorded, unless its name says that it only reads. */
    @ParameterizedTest
    @EnumSource
    void knowsWhatEachOperationIs(CliBean bean) {
        for (Method operation : bean.type().getMethods()) {
            assertThat(CliBean.isChange(operation))
                    .as(operation.toString())
                    .isEqualTo(operation.getName().matches("(add|remove|delete|set|create|import|copy|reIndex).*"));
        }
    }
}
