// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.UnmarshalException;
import java.util.Arrays;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import nl.digipoort.james.benchmarks.client.Account;

/** Creates accounts and messages through James's JMX, like the James CLI. */
final class JamesAdministration implements AutoCloseable {
    private static final String BEANS = "org.apache.james:type=component,";
    private static final String NAMESPACE = "#private";
    private static final String INBOX = "INBOX";
    private static final String STRING = String.class.getName();

    private final JMXConnector connector;
    private final MBeanServerConnection james;

    private JamesAdministration(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.james = connector.getMBeanServerConnection();
    }

    /** @param configuration the directory that James has written its JMX password to */
    @SuppressWarnings("BanJNDI") // the other side is a server that this program has started
    static JamesAdministration connect(int port, Path configuration) throws IOException {
        String[] credentials = Files.readString(configuration.resolve("jmxremote.password"))
                .strip()
                .split(" ", 2);
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        return new JamesAdministration(JMXConnectorFactory.connect(url, Map.of(JMXConnector.CREDENTIALS, credentials)));
    }

    void addDomain(String domain) throws IOException, JMException {
        invoke("name=domainlist", "addDomain", domain);
    }

    /** Creates an account with an empty maildrop. */
    void addAccount(Account account) throws IOException, JMException {
        invoke("name=usersrepository", "addUser", account.user(), account.password());
        createInbox(account);
    }

    private void createInbox(Account account) throws IOException, JMException {
        try {
            invoke("name=mailboxmanagerbean", "createMailbox", NAMESPACE, account.user(), INBOX);
        } catch (UnmarshalException e) {
            // Success: the answer is an object of a James class that is not on this class path.
            if (!(e.detail instanceof ClassNotFoundException)) {
                throw e;
            }
        }
    }

    void append(Account account, Path message) throws IOException, JMException {
        invoke(
                "name=mailboxmanagerbean",
                "importEmlFileToMailbox",
                NAMESPACE,
                account.user(),
                INBOX,
                message.toString());
    }

    private void invoke(String bean, String operation, String... arguments) throws IOException, JMException {
        String[] signature = new String[arguments.length];
        Arrays.fill(signature, STRING);
        Object unused = james.invoke(new ObjectName(BEANS + bean), operation, arguments, signature);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
