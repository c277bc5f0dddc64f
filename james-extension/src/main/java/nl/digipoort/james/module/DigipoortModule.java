// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.admin.SettledUserChanges;
import nl.digipoort.james.admin.UserChanges;
import nl.digipoort.james.admin.WebAdminSettings;
import nl.digipoort.james.audit.AuditSettings;
import nl.digipoort.james.budget.BudgetSettings;
import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.configuration.JamesServers;
import nl.digipoort.james.configuration.JmxPassword;
import nl.digipoort.james.configuration.LogLevels;
import nl.digipoort.james.configuration.Registration;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.delivery.ConfiguredMailets;
import nl.digipoort.james.delivery.EarlierMail;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.limits.AccountLimitSettings;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.maildrop.MailboxUpkeep;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicySettings;
import nl.digipoort.james.policy.ServableWays;
import nl.digipoort.james.pop3.Pop3Settings;
import nl.digipoort.james.pop3.authorization.AuthenticationSettings;
import nl.digipoort.james.pop3.guessing.GuessingSettings;
import nl.digipoort.james.pop3.server.ListenerSettings;
import nl.digipoort.james.retention.RemovedMail;
import nl.digipoort.james.retention.RemovedUsers;
import nl.digipoort.james.retention.SetAsideMail;
import nl.digipoort.james.scrub.ScrubSettings;
import nl.digipoort.james.smtp.SmtpServers;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TlsSettings;
import nl.digipoort.james.transport.ConnectionTap;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.PropertiesProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module for James's child injector for extensions, named as {@code guice.extension.module} in {@code extensions.properties}. It reads
 * the settings first, so that a wrong one stops the start before anything listens.
 */
public final class DigipoortModule extends AbstractModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(DigipoortModule.class);

    private final Module stores;
    private final Pop3Settings pop3;
    private final AuthenticationSettings authentication;
    private final ListenerSettings listener;
    private final TlsSettings tls;
    private final LockSettings lock;
    private final AccountLimitSettings accountLimits;
    private final AccountPolicySettings accountPolicy;
    private final DeliverySettings delivery;
    private final BudgetSettings budget;
    private final AuditSettings audit;
    private final SmtpServers smtp;
    private final RemovedMail removedMail;
    private final ScrubSettings scrub;
    private final WebAdminSettings webAdmin;
    private final Registration registration;
    private final ConfiguredMailets mailets;
    private final JamesServers servers;

    /** @throws ConfigurationException naming the key, the value found and what is allowed */
    @Inject
    public DigipoortModule(Injector james, ConfigurationProvider configuration, PropertiesProvider properties)
            throws ConfigurationException {
        Section digipoort = Section.only("pop3server.xml", configuration.getConfiguration("pop3server"), "digipoort");
        this.tls = TlsSettings.from(digipoort.section("tls"));
        this.listener = ListenerSettings.from(digipoort);
        this.pop3 = Pop3Settings.from(digipoort);
        this.lock = LockSettings.from(digipoort.optionalSection("lock"));
        this.accountLimits = AccountLimitSettings.from(digipoort.optionalSection("accountLimits"));
        this.accountPolicy = AccountPolicySettings.from(digipoort.optionalSection("accountPolicy"));
        if (accountPolicy.policy().needsClientCertificate() && !tls.asksForCertificates()) {
            throw digipoort.problem(
                    "accountPolicy.clientCertificate",
                    "is 'required', and tls.clientAuth is missing, so nobody could log in",
                    "notNeeded, or required beside tls.clientAuth");
        }
        this.delivery = DeliverySettings.from(digipoort.optionalSection("delivery"));
        this.budget = BudgetSettings.from(digipoort.optionalSection("bodies"));
        this.audit = AuditSettings.from(digipoort.optionalSection("audit"));
        this.removedMail = RemovedMail.from(digipoort);
        this.scrub = ScrubSettings.from(digipoort);
        this.smtp = SmtpServers.from(
                configuration.getConfiguration("smtpserver"), configuration.getConfiguration("lmtpserver"));
        this.webAdmin = WebAdminSettings.from(properties);
        this.authentication = AuthenticationSettings.from(digipoort.section("authentication"));
        if (!ways(authentication.mechanisms(), tls.asksForCertificates()).areNamedIn(accountPolicy.policy())) {
            throw digipoort.problem(
                    "accountPolicy.mechanisms",
                    "names no mechanism that is offered, so nobody could log in",
                    ways(authentication.mechanisms(), tls.asksForCertificates()).toString());
        }
        this.registration = Registration.from(properties, DigipoortModule.class.getClassLoader());
        if (!registration.isStarted()) {
            registration.findings().forEach(finding -> LOGGER.warn("{}", finding));
        }
        this.mailets = ConfiguredMailets.of(configuration.getConfiguration("mailetcontainer"));
        this.servers = JamesServers.from(configuration, properties, DigipoortModule::isThere);
        // last, because it asks the database what it is
        this.stores = StoresModule.forJames(james);
    }

    private static boolean isThere(String className) {
        return DigipoortModule.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
    }

    @Override
    protected void configure() {
        bind(ListenerSettings.class).toInstance(listener);
        bind(Pop3Settings.class).toInstance(pop3);
        bind(AuthenticationSettings.class).toInstance(authentication);
        bind(GuessingSettings.class).toInstance(authentication.guessing());
        bind(LockSettings.class).toInstance(lock);
        bind(AccountLimitSettings.class).toInstance(accountLimits);
        bind(AccountPolicySettings.class).toInstance(accountPolicy);
        bind(DeliverySettings.class).toInstance(delivery);
        bind(SmtpServers.class).toInstance(smtp);
        bind(RemovedMail.class).toInstance(removedMail);
        bind(ScrubSettings.class).toInstance(scrub);
        bind(WebAdminSettings.class).toInstance(webAdmin);
        bind(SetAsideMail.class).to(RemovedUsers.class);
        bind(UserChanges.class).to(SettledUserChanges.class);
        bind(BudgetSettings.class).toInstance(budget);
        bind(ConnectionTap.class).toInstance(ConnectionTap.NONE);
        Multibinder.newSetBinder(binder(), MailboxUpkeep.class);
        install(stores);
        install(new CredentialModule());
        install(new ClockModule());
        install(new AuditModule(audit));
        install(new DeliveryModule());
        install(new TlsModule(tls));
    }

    private static ServableWays ways(List<String> named, boolean asksForCertificates) {
        ServableWays ways = ServableWays.of(named);
        return asksForCertificates ? ways.withExternal() : ways;
    }

    @Provides
    @Singleton
    ServableWays servableWays(CredentialRecords records) {
        ServableWays ways = ways(authentication.mechanisms(), tls.asksForCertificates());
        return ways.needRecords() && records.obstacle().isPresent() ? ways.withoutRecords() : ways;
    }

    @Provides
    @Singleton
    Findings findings(
            EarlierMail earlier,
            AccountPolicies policies,
            ServableWays ways,
            ServerTls serverTls,
            PropertiesProvider properties,
            FileSystem files)
            throws ConfigurationException {
        JmxPassword jmx = JmxPassword.from(properties, files);
        return new Findings(
                registration,
                List.of(
                        mailets::findings,
                        servers::findings,
                        jmx::findings,
                        webAdmin::findings,
                        audit.destination() == AuditSettings.Destination.LOGGER
                                ? LogLevels::findingsOfAuditLogger
                                : LogLevels::findings,
                        earlier::findings,
                        new PolicyFindings(policies, ways, serverTls.clientAuth())::all));
    }
}
