// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import org.apache.james.adapter.mailbox.MailboxCopierManagementMBean;
import org.apache.james.adapter.mailbox.MailboxManagerManagementMBean;
import org.apache.james.adapter.mailbox.QuotaManagementMBean;
import org.apache.james.adapter.mailbox.ReIndexerManagementMBean;
import org.apache.james.domainlist.api.DomainListManagementMBean;
import org.apache.james.rrt.api.RecipientRewriteTableManagementMBean;
import org.apache.james.sieverepository.api.SieveRepositoryManagementMBean;
import org.apache.james.user.api.UsersRepositoryManagementMBean;

/** The MBeans that James's command line uses, and whom their operations are about. Only these arguments are ever recorded. */
enum CliBean {
    DOMAINLIST(DomainListManagementMBean.class),
    USERSREPOSITORY(UsersRepositoryManagementMBean.class),
    RECIPIENTREWRITETABLE(RecipientRewriteTableManagementMBean.class),
    MAILBOXMANAGERBEAN(MailboxManagerManagementMBean.class),
    MAILBOXCOPIER(MailboxCopierManagementMBean.class),
    REINDEXERBEAN(ReIndexerManagementMBean.class),
    QUOTAMANAGERBEAN(QuotaManagementMBean.class),
    SIEVEMANAGERBEAN(SieveRepositoryManagementMBean.class);

    /** Whatever is not known to read only is taken for a change. */
    private static final Pattern READING = Pattern.compile("(get|list|contains|verify|count)[A-Z].*");

    private static final String USERS_QUOTA = "#private&";

    private final Class<?> type;

    CliBean(Class<?> type) {
        this.type = type;
    }

    /** The interface of the MBean. */
    Class<?> type() {
        return type;
    }

    private String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    ObjectName objectName() {
        try {
            return new ObjectName("org.apache.james:type=component,name=" + wire());
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isChange(Method operation) {
        return !READING.matcher(operation.getName()).matches();
    }

    /** The record with the operation, and with the user or domain that it is about. */
    AuditRecord describe(AuditRecord record, Method operation, Object... arguments) {
        AuditRecord named = record.with(AuditField.METHOD, wire() + "." + operation.getName());
        Optional<String> first = text(0, arguments);
        Optional<String> second = text(1, arguments);
        switch (this) {
            case DOMAINLIST:
                return named.with(AuditField.DOMAIN, first);
            case USERSREPOSITORY:
            case SIEVEMANAGERBEAN:
                return named.with(AuditField.USER, first);
            case RECIPIENTREWRITETABLE:
                return operation.getName().endsWith("DomainMapping")
                        ? named.with(AuditField.DOMAIN, first)
                        : named.with(AuditField.USER, first.flatMap(user -> second.map(domain -> user + "@" + domain)));
            case MAILBOXMANAGERBEAN:
                return named.with(AuditField.USER, operation.getName().equals("deleteMailboxes") ? first : second);
            case REINDEXERBEAN:
                return named.with(AuditField.USER, second);
            case QUOTAMANAGERBEAN:
                return named.with(
                        AuditField.USER,
                        first.filter(root -> root.startsWith(USERS_QUOTA))
                                .map(root -> root.substring(USERS_QUOTA.length())));
            default:
                return named;
        }
    }

    private static Optional<String> text(int index, Object... arguments) {
        return index < arguments.length && arguments[index] instanceof String
                ? Optional.of((String) arguments[index])
                : Optional.empty();
    }
}
