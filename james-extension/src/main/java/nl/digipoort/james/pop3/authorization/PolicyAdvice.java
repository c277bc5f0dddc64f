// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.ScramKeys;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.core.Username;

/**
 * What an account whose policy refuses a mechanism may use instead. A mechanism by record is named only if the record has its secrets: without
 * them each try would fail, and count as a guess. Only for a client with proven credentials. Thread-safe.
 */
final class PolicyAdvice {
    private final OfferedMechanisms offered;
    private final CredentialRecords records;

    @Inject
    PolicyAdvice(OfferedMechanisms offered, CredentialRecords records) {
        this.offered = offered;
        this.records = records;
    }

    /** @param allowed whether the account's policy allows the mechanism */
    String of(DigipoortSession session, Username account, Predicate<LoginMechanism> allowed) {
        List<LoginMechanism> ways = offered.waysUnderTls(session).stream()
                .map(LoginMechanism::of)
                .flatMap(Optional::stream)
                .filter(allowed)
                .collect(Collectors.toList());
        Optional<Set<LoginMechanism>> recorded =
                ways.stream().anyMatch(LoginMechanism::isByRecord) ? recorded(account) : Optional.empty();
        List<LoginMechanism> possible = ways.stream()
                .filter(way -> !way.isByRecord()
                        || recorded.filter(some -> some.contains(way)).isPresent())
                .collect(Collectors.toList());
        if (!possible.isEmpty()) {
            return "; use " + names(possible);
        }
        // USER and PASS are answered also where nobody may use them, and a right password makes the record
        return recorded.isEmpty()
                ? "; ask the operator"
                : "; send the password once by USER and PASS, then use " + names(ways);
    }

    private static String names(List<LoginMechanism> some) {
        return some.stream().map(LoginMechanism::text).collect(Collectors.joining(", "));
    }

    /** The mechanisms that the account's record has secrets for; empty if nobody can say now. */
    private Optional<Set<LoginMechanism>> recorded(Username account) {
        Set<LoginMechanism> some = EnumSet.noneOf(LoginMechanism.class);
        try {
            List<byte[]> digests = records.digests(account, account.asString());
            digests.forEach(digest -> Arrays.fill(digest, (byte) 0));
            if (!digests.isEmpty()) {
                some.add(LoginMechanism.DIGEST_MD5);
            }
            Optional<ScramKeys> keys = records.scram(account);
            keys.ifPresent(ScramKeys::erase);
            if (keys.isPresent()) {
                some.add(LoginMechanism.SCRAM_SHA_256);
                some.add(LoginMechanism.SCRAM_SHA_256_PLUS);
            }
            return Optional.of(some);
        } catch (CredentialStoreUnavailableException e) {
            return Optional.empty();
        }
    }
}
