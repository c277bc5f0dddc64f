// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The policy of every account unless WebAdmin has set another: the element {@code accountPolicy}. Immutable. */
public final class AccountPolicySettings {
    private static final String WARNING_DAYS = "warningDays";
    private static final int USUAL_WARNING = 90;
    private static final int LONGEST_WARNING = 3650;

    private final AccountPolicy policy;
    private final int warningDays;

    private AccountPolicySettings(Section accountPolicy) throws ConfigurationException {
        accountPolicy.allow(
                AccountPolicyFormat.MECHANISMS,
                AccountPolicyFormat.REFUSED_FROM,
                AccountPolicyFormat.CLIENT_CERTIFICATE,
                AccountPolicyFormat.LEAST_TLS,
                WARNING_DAYS);
        this.policy = withTls(accountPolicy, withDates(accountPolicy, withMechanisms(accountPolicy)));
        this.warningDays = accountPolicy.number(WARNING_DAYS, USUAL_WARNING, 0, LONGEST_WARNING);
    }

    /**
     * Reads the element. Missing keys restrict nothing.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static AccountPolicySettings from(Section accountPolicy) throws ConfigurationException {
        return new AccountPolicySettings(accountPolicy);
    }

    private static AccountPolicy withMechanisms(Section section) throws ConfigurationException {
        if (!section.has(AccountPolicyFormat.MECHANISMS)) {
            return AccountPolicy.EMPTY;
        }
        List<String> names = section.texts(AccountPolicyFormat.MECHANISMS, "mechanism");
        List<LoginMechanism> some = new ArrayList<>();
        for (String name : names) {
            some.add(mechanism(section, "mechanisms.mechanism", name));
        }
        if (some.isEmpty()) {
            throw section.problem("mechanisms.mechanism", "is missing", "one or more of " + LoginMechanism.all());
        }
        return AccountPolicy.EMPTY.withMechanisms(some);
    }

    private static LoginMechanism mechanism(Section section, String key, String name) throws ConfigurationException {
        return LoginMechanism.of(name)
                .orElseThrow(() -> section.problem(key, "is '" + name + "'", LoginMechanism.all()));
    }

    private static AccountPolicy withDates(Section section, AccountPolicy policy) throws ConfigurationException {
        AccountPolicy with = policy;
        for (Section date : section.sections(AccountPolicyFormat.REFUSED_FROM)) {
            date.allow("mechanism", "date");
            String text = date.text("date");
            LoginMechanism mechanism = mechanism(date, "mechanism", date.text("mechanism"));
            if (with.refusedFrom().containsKey(mechanism)) {
                throw date.problem("mechanism", "names " + mechanism.text() + " again", "each mechanism once");
            }
            with = with.withRefusedFrom(
                    mechanism,
                    AccountPolicyFormat.date(text)
                            .filter(found -> !found.equals(AccountPolicy.NEVER))
                            .orElseThrow(() -> date.problem("date", "is '" + text + "'", "a date such as 2027-06-01")));
        }
        return with;
    }

    private static AccountPolicy withTls(Section section, AccountPolicy policy) throws ConfigurationException {
        AccountPolicy with = policy;
        if (section.has(AccountPolicyFormat.CLIENT_CERTIFICATE)) {
            String rule = section.choice(AccountPolicyFormat.CLIENT_CERTIFICATE, "", "notNeeded", "required");
            with = with.withClientCertificate(AccountPolicyFormat.rule(rule).orElseThrow());
        }
        if (section.has(AccountPolicyFormat.LEAST_TLS)) {
            String version = section.choice(AccountPolicyFormat.LEAST_TLS, "", "TLSv1.2", "TLSv1.3");
            with = with.withLeastTls(AccountPolicyFormat.leastTls(version).orElseThrow());
        }
        return with;
    }

    public AccountPolicy policy() {
        return policy;
    }

    /** The days before the end of a mechanism from which on CAPA, the log and the audit trail say so. */
    int warningDays() {
        return warningDays;
    }
}
