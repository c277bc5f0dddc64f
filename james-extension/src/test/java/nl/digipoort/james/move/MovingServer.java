// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.audit.AcceptedLoss;
import nl.digipoort.james.audit.ServerAudit;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.PasswordHashes;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.maildrop.DeliveredSizes;
import nl.digipoort.james.maildrop.JournalSettlement;
import nl.digipoort.james.maildrop.MailboxApiAges;
import nl.digipoort.james.maildrop.MailboxApiAppender;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.Maildrops;
import nl.digipoort.james.maildrop.MovedMaildrops;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.Settlement;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.stores.memory.MemoryDeliveryJournal;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.inmemory.InMemoryId;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.NoQuotaManager;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.memory.MemoryUsersRepository;

/** The parts of one James in memory that a move needs. */
final class MovingServer {
    static final PasswordHash PASSWORD = PasswordHash.of("PBKDF2-SHA512-1000-512", "hash");

    private boolean repositoriesBroken;
    private final TestLocks locks = new TestLocks();
    private final InMemoryPerUserMaxQuotaManager quotas = new InMemoryPerUserMaxQuotaManager();
    private final TestMailboxes mailboxes = new TestMailboxes(quotas, new EmptyQuotas(quotas));
    private final TestAudit trail = new TestAudit();
    private final ServerAudit server = new ServerAudit();
    private final ClockWatch clock = TestClocks.watching(new TestClock());
    private final DomainList domains = TestUsers.domains();
    private final MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains);
    private final MemoryRecipientRewriteTable rewriting = new MemoryRecipientRewriteTable();
    private final MemoryPasswordHashes passwords = new MemoryPasswordHashes();
    private final RecordStore records = new MemoryRecordStore();
    private final AccountLimits limits = TestLimits.inMemory();
    private final AccountPolicies policies = TestPolicies.inMemory();
    private final MoveAudit audit = new MoveAudit(trail.trail());
    private final AddressBook addresses = new AddressBook(audit, domains, rewriting);
    private final QuotaLimits quotaLimits = new QuotaLimits(quotas, new DefaultUserQuotaRootResolver(null, null));
    private final WireSizeStore sizes = new MemoryWireSizeStore();
    private final MovedMaildrops moved;
    private final MaildropDoor door;
    private final MaildropExport exporting;
    private final MaildropImport importing;
    private String realm = "example.org";

    MovingServer() {
        prepare();
        DeliveryJournal journal = new MemoryDeliveryJournal(Duration.ofDays(30), System::nanoTime);
        Settlement settlement = new JournalSettlement(journal, new InMemoryId.Factory());
        MailboxApiListing listing = new MailboxApiListing();
        LockSettings settings = settings();
        Leases leases = new Leases(
                locks,
                locks.keeper(),
                settings,
                new LockMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()));
        moved = new MovedMaildrops(mailboxes.manager(), settlement, listing, new MailboxApiAges(), sizes, clock);
        door = new MaildropDoor(
                new Maildrops(
                        mailboxes.manager(),
                        leases,
                        settlement,
                        listing,
                        new MailboxApiReader(),
                        MessageManager::delete,
                        sizes,
                        TestBudget.of(1000)),
                settings);
        exporting = new MaildropExport(door, moved);
        importing = new MaildropImport(
                door,
                moved,
                new MailboxApiAppender(
                        mailboxes.manager(),
                        journal,
                        settlement,
                        new DeliveredSizes(sizes),
                        new MailboxApiReader(),
                        new MemoryHeldMailStore(new TestClock()),
                        Set.of(),
                        clock));
    }

    private void prepare() {
        try {
            users.configure(TestUsers.withVirtualHosting());
            rewriting.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
            rewriting.setUsersRepository(users);
            rewriting.setDomainList(domains);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static LockSettings settings() {
        try {
            var configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("lock.sessionWait", 1);
            return LockSettings.from(Section.only("test.xml", configuration, "lock"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void append(Username user, String... messages) throws Exception {
        for (String message : messages) {
            mailboxes.append(user, message);
        }
    }

    long uidValidity(Username user) throws Exception {
        MailboxSession session = mailboxes.manager().createSystemSession(user);
        return mailboxes.inbox(session).getMailboxEntity().getUidValidity().asLong();
    }

    List<MovedMessage> exported(Username user, MaildropFolder folder) throws Exception {
        OwnedLease lease = door.lock(user, "export");
        try {
            return exporting.write(lease, folder);
        } finally {
            lease.release();
        }
    }

    void imported(Username user, String move, List<MovedMessage> messages, MaildropFolder folder) throws Exception {
        imported(door.lock(user, "import"), move, messages, folder);
    }

    void imported(OwnedLease lease, String move, List<MovedMessage> messages, MaildropFolder folder) throws Exception {
        try {
            importing.run(lease, move, messages, folder);
        } finally {
            lease.release();
        }
    }

    List<Instant> arrivals(Username user) throws Exception {
        OwnedLease lease = door.lock(user, "test");
        try {
            Map<String, Instant> arrivals = moved.arrivals(lease);
            return arrivals.values().stream().collect(Collectors.toList());
        } finally {
            lease.release();
        }
    }

    /** Unique-id, size and octets of each message. */
    List<String> seen(Username user) throws Exception {
        OpenMaildrop maildrop = door.open(door.lock(user, "test"));
        List<String> seen = new ArrayList<>();
        for (int number = 1; number <= maildrop.snapshot().highestNumber(); number++) {
            try (var content = MaildropDoor.read(maildrop, number)) {
                seen.add(maildrop.snapshot().uniqueId(number) + " "
                        + maildrop.snapshot().size(number) + " "
                        + new String(content.stream().readAllBytes(), ISO_8859_1));
            }
        }
        maildrop.release();
        return seen;
    }

    MovedMaildrops moved() {
        return moved;
    }

    MaildropDoor door() {
        return door;
    }

    TestLocks locks() {
        return locks;
    }

    TestMailboxes mailboxes() {
        return mailboxes;
    }

    TestAudit trail() {
        return trail;
    }

    QuotaLimits quotas() {
        return quotaLimits;
    }

    AccountPolicies policies() {
        return policies;
    }

    MaxQuotaManager jamesQuotas() {
        return quotas;
    }

    MemoryPasswordHashes passwords() {
        return passwords;
    }

    void account(Username user) {
        passwords.create(user, PASSWORD);
    }

    void alias(String source, String target) throws Exception {
        rewriting.addMapping(MappingSource.parse(source), Mapping.alias(target));
    }

    /** Where mail for the address goes by rewriting. */
    List<String> targets(String source) throws Exception {
        List<String> targets = new ArrayList<>();
        rewriting.getStoredMappings(MappingSource.parse(source)).forEach(mapping -> targets.add(mapping.asString()));
        return targets;
    }

    AccountImport accounts() {
        return new AccountImport(
                audit, users, passwords, records(), limits, policies, quotaLimits, door, moved, importing);
    }

    int imports(StringWriter said, Path folder, String... flags) {
        String[] arguments =
                Stream.concat(Stream.of(flags), Stream.of(folder.toString())).toArray(String[]::new);
        PrintWriter out = new PrintWriter(said, true);
        return new ImportTool(services(), addresses, accounts(), new RewritingImport(addresses, users))
                .run(out, out, arguments);
    }

    int exports(StringWriter said, Path folder) {
        return exports(said, folder, user -> {});
    }

    /** @param meanwhile happens before each maildrop is written */
    int exports(StringWriter said, Path folder, Meanwhile meanwhile) {
        HeldDeliveries held = proxy(HeldDeliveries.class, (method, arguments) -> {
            if (method.equals("waiting")) {
                return List.of();
            }
            meanwhile.before((Username) arguments[0]);
            return HeldDeliveries.Release.DONE;
        });
        PrintWriter out = new PrintWriter(said, true);
        return new ExportTool(
                        services(),
                        audit,
                        users,
                        addresses,
                        passwords,
                        records(),
                        limits,
                        policies,
                        quotaLimits,
                        held,
                        door,
                        exporting,
                        new LeftBehind(
                                mailboxes.manager(),
                                proxy(MailRepositoryStore.class, (method, arguments) -> repositories()),
                                held,
                                limits,
                                policies,
                                quotaLimits),
                        moved)
                .run(out, out, folder.toString());
    }

    private Stream<Object> repositories() {
        if (repositoriesBroken) {
            throw new IllegalStateException("the repositories are away");
        }
        return Stream.empty();
    }

    void breakRepositories() {
        repositoriesBroken = true;
    }

    /** Changes the realm of its records, as an operator does in the configuration. */
    void setRealm(String other) {
        realm = other;
    }

    CredentialRecords records() {
        return new CredentialRecords(
                records,
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(new byte[32]),
                realm,
                4096,
                true,
                TestPolicies.secrets(policies),
                new TestClock());
    }

    private MoveServices services() {
        return new MoveServices(server, clock, new AcceptedLoss(trail.trail()), locks.keeper());
    }

    /** Ends the threads that its tools have started. */
    void stop() {
        TestAudit.stop(server);
        TestClocks.stop(clock);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                MovingServer.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    interface Meanwhile {
        void before(Username user) throws Exception;
    }

    private interface Answers {
        Object to(String method, Object[] arguments) throws Exception;
    }

    /** Hashes beside James's users in memory, which hide theirs. */
    final class MemoryPasswordHashes implements PasswordHashes {
        private final Map<Username, PasswordHash> hashes = new HashMap<>();

        @Override
        public String form() {
            return "memory";
        }

        @Override
        public Optional<PasswordHash> find(Username user) {
            return Optional.ofNullable(hashes.get(user));
        }

        @Override
        public boolean create(Username user, PasswordHash hash) {
            if (hashes.putIfAbsent(user, hash) != null) {
                return false;
            }
            try {
                users.addUser(user, "secret");
            } catch (UsersRepositoryException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }

        void remove(Username user) throws UsersRepositoryException {
            hashes.remove(user);
            users.removeUser(user);
        }
    }

    /** The quotas that are set, of which nothing is used. */
    private static final class EmptyQuotas extends NoQuotaManager {
        private final MaxQuotaManager limits;

        private EmptyQuotas(MaxQuotaManager limits) {
            this.limits = limits;
        }

        @Override
        public Quota<QuotaSizeLimit, QuotaSizeUsage> getStorageQuota(QuotaRoot root) {
            try {
                return Quota.<QuotaSizeLimit, QuotaSizeUsage>builder()
                        .used(QuotaSizeUsage.size(0))
                        .computedLimit(limits.getMaxStorage(root).orElse(QuotaSizeLimit.unlimited()))
                        .build();
            } catch (MailboxException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Quotas getQuotas(QuotaRoot root) {
            return new Quotas(getMessageQuota(root), getStorageQuota(root));
        }
    }
}
