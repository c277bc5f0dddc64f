// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.model.Algorithm;
import org.apache.james.user.lib.model.DefaultUser;
import org.apache.james.user.memory.MemoryUsersRepository;

/** James's own users in memory, with the domain example.org. */
public final class TestUsers {
    private TestUsers() {}

    public static UsersRepository inMemory() {
        return inMemory(withVirtualHosting());
    }

    /** @param configuration the content of a conf/usersrepository.xml */
    public static UsersRepository inMemory(BaseHierarchicalConfiguration configuration) {
        try {
            MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains());
            users.configure(configuration);
            return users;
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Users as James gets them from LDAP. */
    public static UsersRepository readOnly() {
        return answering((method, otherwise) -> method.equals("isReadOnly") ? true : otherwise.call());
    }

    /** One user, of an unknown type. */
    static UsersRepository hidingTheirHash() {
        User user = (User) Proxy.newProxyInstance(
                TestUsers.class.getClassLoader(), new Class<?>[] {User.class}, (proxy, method, arguments) -> null);
        return answering((method, otherwise) -> {
            if (method.equals("list")) {
                return List.of(Username.of("alice@example.org")).iterator();
            }
            return method.equals("getUserByName") ? user : otherwise.call();
        });
    }

    /** @param list what is done to list them */
    public static UsersRepository listing(Callable<Iterator<Username>> list) {
        return answering((method, otherwise) -> method.equals("list") ? list.call() : otherwise.call());
    }

    private interface Answers {
        Object to(String method, Callable<Object> otherwise) throws Exception;
    }

    private static UsersRepository answering(Answers answers) {
        UsersRepository users = inMemory();
        return (UsersRepository) Proxy.newProxyInstance(
                TestUsers.class.getClassLoader(),
                new Class<?>[] {UsersRepository.class},
                (proxy, method, arguments) -> answers.to(method.getName(), () -> method.invoke(users, arguments)));
    }

    /** The content of a conf/usersrepository.xml. */
    public static BaseHierarchicalConfiguration withVirtualHosting() {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("enableVirtualHosting", true);
        return configuration;
    }

    public static DomainList domains() {
        return domains("example.org");
    }

    /** The given domain, and localhost. */
    public static DomainList domains(String domain) {
        try {
            MemoryDomainList domains = new MemoryDomainList(null);
            domains.configure(DomainListConfiguration.builder()
                    .autoDetect(false)
                    .autoDetectIp(false)
                    .defaultDomain(Domain.of(domain)));
            return domains;
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the hash of a user's password one that no password has. */
    public static void takePassword(UsersRepository users, Username name) throws UsersRepositoryException {
        PasswordHash none = PasswordHash.unusable(new SecureRandom());
        Algorithm algorithm = Algorithm.of(none.algorithm());
        users.updateUser(new DefaultUser(name, none.hash(), algorithm, algorithm));
    }

    /** Sets a password as James does it, without our code seeing it. */
    public static void setPassword(UsersRepository users, Username name, String password)
            throws UsersRepositoryException {
        User user = users.getUserByName(name);
        user.setPassword(password);
        users.updateUser(user);
    }
}
