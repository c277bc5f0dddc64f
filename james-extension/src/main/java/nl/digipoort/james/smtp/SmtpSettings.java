// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.transport.ConnectionLimits;
import nl.digipoort.james.transport.TrustedProxies;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The settings of one listener: the element {@code digipoort} of smtpserver.xml or lmtpserver.xml. Immutable. */
final class SmtpSettings {
    private static final int MANY = 1_000_000;
    private static final int THREADS = 1024;
    private static final int KILOBYTE = 1024;
    /** RFC 5321 section 4.5.3.1.7: at least 64 K octets. */
    private static final int LEAST_KILOBYTES = 64;

    private static final int MOST_KILOBYTES = 2_000_000;
    /** RFC 5321 section 4.5.3.1.8. */
    private static final int LEAST_RECIPIENTS = 100;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");

    private final Dialect dialect;
    private final boolean enabled;
    private final String addresses;
    private final int backlog;
    private final ConnectionLimits connections;
    private final String hostName;
    private final long largestMessage;
    private final int threads;
    private final TrustedProxies proxies;
    private final int recipients;
    private final int errors;
    private final int waitingWork;
    private final TimeLimits times;
    private final boolean requireTls;
    private final DataSettings data;

    private SmtpSettings(Dialect dialect, Section listener, Section limits) throws ConfigurationException {
        this.dialect = dialect;
        this.enabled = listener.flag("@enabled", true);
        this.addresses = enabled || listener.has("bind") ? listener.addresses("bind") : "";
        this.backlog = listener.number("connectionBacklog", 200, 1, MANY);
        this.connections = ConnectionLimits.of(
                listener.number("connectionLimit", 500, 0, MANY),
                listener.number("connectionLimitPerIP", 100, 0, MANY));
        this.hostName = hostName(listener);
        this.largestMessage =
                (long) KILOBYTE * listener.number("maxmessagesize", 40_960, LEAST_KILOBYTES, MOST_KILOBYTES);
        this.threads = listener.number("maxExecutorCount", 16, 1, THREADS);
        this.proxies = TrustedProxies.from(listener);
        this.recipients = limits.number("recipients", 1000, LEAST_RECIPIENTS, MANY);
        this.errors = limits.number("errors", 50, 1, MANY);
        this.waitingWork = limits.number("waitingWork", 200, 1, MANY);
        this.times = TimeLimits.from(listener, limits);
        this.requireTls = listener.flag("requireTls", false);
        this.data = DataSettings.from(listener.optionalSection("data"));
    }

    /** @throws ConfigurationException naming the key, the value found and what is allowed */
    static SmtpSettings from(Dialect dialect, Section listener) throws ConfigurationException {
        listener.allow(
                "@enabled",
                "bind",
                "connectionBacklog",
                "connectionLimit",
                "connectionLimitPerIP",
                "hostName",
                "maxmessagesize",
                "connectiontimeout",
                "maxExecutorCount",
                "trustedProxies",
                "limits",
                "requireTls",
                "data");
        Section limits = listener.optionalSection("limits");
        limits.allow("recipients", "transactionTime", "connectionTime", "handshakeTime", "errors", "waitingWork");
        return new SmtpSettings(dialect, listener, limits);
    }

    private static String hostName(Section listener) throws ConfigurationException {
        String name = listener.has("hostName") ? listener.text("hostName") : localHostName();
        if (!HOST.matcher(name).matches()) {
            throw listener.problem("hostName", "is '" + name + "'", "a host name");
        }
        return name;
    }

    private static String localHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    Dialect dialect() {
        return dialect;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Each {@code address:port}. */
    String[] addresses() {
        return addresses.split(",", -1);
    }

    int backlog() {
        return backlog;
    }

    ConnectionLimits connections() {
        return connections;
    }

    /** The host name in greetings and trace lines. */
    String hostName() {
        return hostName;
    }

    /** The largest message in octets. */
    long largestMessage() {
        return largestMessage;
    }

    /** Number of threads for work that may block. */
    int threads() {
        return threads;
    }

    TrustedProxies proxies() {
        return proxies;
    }

    /** Most recipients of one message. */
    int recipients() {
        return recipients;
    }

    /** Refused commands after which the connection is closed. */
    int errors() {
        return errors;
    }

    /** Most tasks that may wait for a thread; above it new transactions are refused. */
    int waitingWork() {
        return waitingWork;
    }

    TimeLimits times() {
        return times;
    }

    /** Whether mail is accepted over TLS only. */
    boolean requireTls() {
        return requireTls;
    }

    DataSettings data() {
        return data;
    }
}
