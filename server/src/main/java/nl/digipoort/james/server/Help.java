package nl.digipoort.james.server;

/** The command line explained. */
final class Help implements Command {
    private static final String TEXT =
            """
            digipoort: a Digipoort-like POP3 gateway on Apache James

              ./digipoort demo
                  Run in a scratch home with two accounts and two messages, and show how to connect.

              ./digipoort run --home DIR [options]
                  Run on DIR. On first use conf/ is copied there and never overwritten afterwards; var/ holds the data.
                    --pop3-port N      port of POP3      (conf/pop3server.xml says 110)
                    --smtp-port N      port of SMTP      (conf/smtpserver.xml says 25)
                    --webadmin-port N  port of WebAdmin  (conf/webadmin.properties says 8000), loopback only
                    --jmx-port N       port of JMX       (conf/jmx.properties says 9999), loopback only
                    --bind ADDRESS     where POP3 and SMTP listen (an IPv4 address or a host name; default 0.0.0.0)
                  Port 0 takes any free port. When everything listens, one line on stdout says where:
                    digipoort ready pop3=127.0.0.1:1110 smtp=127.0.0.1:1025 webadmin=127.0.0.1:8000 jmx=127.0.0.1:9999
                  The log is DIR/var/log/digipoort.log. SIGTERM stops the server cleanly.

              ./digipoort cli --home DIR COMMAND ARGS...
                  The James command line against the server that runs on DIR, for example
                    ./digipoort cli --home DIR AddDomain example.org
                    ./digipoort cli --home DIR AddUser user@example.org password
                    ./digipoort cli --home DIR ListUsers

              ./digipoort help
                  This text.

            Bad arguments or a bad configuration: one line on stderr that names what and where, and exit 2.""";

    @Override
    public int execute(Console console) {
        console.line(TEXT);
        return 0;
    }
}
