package nl.digipoort.james.credential;

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
import org.apache.james.user.memory.MemoryUsersRepository;

/** James's own users in memory, with the domain example.org. */
public final class TestUsers {
    private TestUsers() {}

    public static UsersRepository inMemory() {
        try {
            MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains());
            users.configure(withVirtualHosting());
            return users;
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The content of a conf/usersrepository.xml. */
    public static BaseHierarchicalConfiguration withVirtualHosting() {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("enableVirtualHosting", true);
        return configuration;
    }

    public static DomainList domains() {
        try {
            MemoryDomainList domains = new MemoryDomainList(null);
            domains.configure(DomainListConfiguration.builder()
                    .autoDetect(false)
                    .autoDetectIp(false)
                    .defaultDomain(Domain.of("example.org")));
            return domains;
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets a password as James does it, unseen by us. */
    public static void setPassword(UsersRepository users, Username name, String password)
            throws UsersRepositoryException {
        User user = users.getUserByName(name);
        user.setPassword(password);
        users.updateUser(user);
    }
}
