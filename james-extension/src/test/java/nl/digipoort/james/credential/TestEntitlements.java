// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.time.Clock;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.UsersRepository;

/** Rights of users to their sessions, for tests. */
public final class TestEntitlements {
    private TestEntitlements() {}

    /** The rights of James's users in memory, in the domain example.org. */
    public static Entitlements of(UsersRepository users) {
        return of(users, TestUsers.domains());
    }

    public static Entitlements of(UsersRepository users, DomainList domains) {
        PasswordFingerprints fingerprints = new DefaultUserFingerprints(users);
        return new Entitlements(
                users,
                new JamesDomains(domains),
                fingerprints,
                new CredentialRecords(
                        new MemoryRecordStore(),
                        fingerprints,
                        users,
                        TestSeals.under(new byte[32]),
                        "example.org",
                        4096,
                        true,
                        Clock.systemUTC()));
    }
}
