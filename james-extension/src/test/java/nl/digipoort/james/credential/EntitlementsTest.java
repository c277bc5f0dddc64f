// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final UsersRepository users = TestUsers.inMemory();
    private final Entitlements entitlements = TestEntitlements.of(users);

    @BeforeEach
    void addUser() throws Exception {
        users.addUser(ALICE, "secret");
    }

    @Test
    void holdsWhileNothingChanges() throws Exception {
        Entitlement entitlement = entitlements.find(ALICE).orElseThrow();
        users.addUser(BOB, "secret");

        assertThat(entitlements.holds(entitlement)).isTrue();
        assertThat(entitlement).hasToString("Entitlement{alice@example.org}");
    }

    @Test
    void endsWithTheUserAlsoIfItIsMadeAgainWithAnotherPassword() throws Exception {
        Entitlement entitlement = entitlements.find(ALICE).orElseThrow();

        users.removeUser(ALICE);
        assertThat(entitlements.holds(entitlement)).isFalse();
        users.addUser(ALICE, "another");

        assertThat(entitlements.holds(entitlement)).isFalse();
    }

    @Test
    void endsWithThePasswordAndNotWhenTheSameIsSetAgain() throws Exception {
        Entitlement entitlement = entitlements.find(ALICE).orElseThrow();

        TestUsers.setPassword(users, ALICE, "secret");
        assertThat(entitlements.holds(entitlement)).isTrue();
        TestUsers.setPassword(users, ALICE, "changed");

        assertThat(entitlements.holds(entitlement)).isFalse();
    }

    @Test
    void endsWithTheDomain() {
        Entitlement entitlement = entitlements.find(ALICE).orElseThrow();
        Entitlements withoutDomain = TestEntitlements.of(users, TestUsers.domains("example.net"));

        assertThat(withoutDomain.isServed(ALICE)).isFalse();
        assertThat(withoutDomain.isServed(Username.of("alice"))).isTrue();
        assertThat(withoutDomain.find(ALICE)).isEmpty();
        assertThat(withoutDomain.holds(entitlement)).isFalse();
    }

    @Test
    void goesByTheUserAloneWhereJamesHidesItsHashes() throws Exception {
        UsersRepository hiding = TestUsers.readOnly();
        Entitlements known = TestEntitlements.of(hiding);
        assertThat(known.find(ALICE)).isEmpty();
        hiding.addUser(ALICE, "secret");

        Entitlement entitlement = known.find(ALICE).orElseThrow();
        TestUsers.setPassword(hiding, ALICE, "changed");
        assertThat(known.holds(entitlement)).isTrue();
        hiding.removeUser(ALICE);

        assertThat(known.holds(entitlement)).isFalse();
    }

    @Test
    void tellsThoseWhoWatchTheUserUntilTheyEnd() {
        List<String> told = new ArrayList<>();
        Runnable end = entitlements.onChange(ALICE, () -> told.add("first"));
        entitlements.onChange(ALICE, () -> told.add("second"));
        entitlements.onChange(BOB, () -> told.add("bob"));

        end.run();
        entitlements.changed(ALICE);

        assertThat(told).containsExactly("second");
    }
}
