// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A POP3 server of any kind that still runs: what it sends is what clients have seen. Nothing is deleted. Not thread-safe. */
final class Pop3Source implements MailSource {
    private final Pop3Address address;
    private final Pop3Access access;
    private final Clock clock;

    private Pop3Source(Pop3Address address, Pop3Access access, Clock clock) {
        this.address = address;
        this.access = access;
        this.clock = clock;
    }

    /**
     * A server, after a look at whether it can be trusted with a master user.
     *
     * @throws ConvertException if the master user gets the same maildrop for every name: all accounts would have that mail
     */
    static Pop3Source open(Pop3Address address, Pop3Access access, Clock clock) throws ConvertException, IOException {
        if (access.master().isPresent()) {
            MasterUser master = access.master().get();
            String nobody = "digipoort-" + UUID.randomUUID() + "@digipoort.invalid";
            try (Pop3Connection connection = Pop3Connection.open(address, access.tls())) {
                if (new Pop3Login(access).letsInFor(connection, master, nobody)) {
                    throw new ConvertException("the server ignores the authorization identity, or does not verify it"
                            + " (Dovecot: pass = yes in the passdb with master = yes): it lets " + master
                            + " in for " + nobody + ", which is no account");
                }
            }
        }
        return new Pop3Source(address, access, clock);
    }

    @Override
    public Optional<ForeignMaildrop> find(ForeignAccount account) throws ConvertException, IOException {
        Pop3Connection connection = Pop3Connection.open(address, access.tls());
        try {
            new Pop3Login(access).run(connection, account);
            return Optional.of(new Pop3Maildrop(connection, clock));
        } catch (ConvertException | IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Nothing: a client of POP3 sees the inbox only. */
    @Override
    public List<String> leftBehind() {
        return List.of();
    }
}
