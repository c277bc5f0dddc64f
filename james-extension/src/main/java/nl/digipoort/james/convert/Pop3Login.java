// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Comes from the greeting to the maildrop of one account: TLS, and a login in clear text under it or on the same machine. */
final class Pop3Login {
    private final Pop3Access access;

    Pop3Login(Pop3Access access) {
        this.access = access;
    }

    /** @throws ConvertException if the server refuses, or everybody on the way could read the password */
    void run(Pop3Connection connection, ForeignAccount account) throws IOException, ConvertException {
        List<String> capabilities = begin(connection);
        boolean plain =
                capabilities.stream().anyMatch(line -> line.startsWith("SASL ") && (line + ' ').contains(" PLAIN "));
        Optional<MasterUser> master = access.master();
        if (master.isPresent()) {
            plain(connection, account.name(), master.get().name(), master.get().password());
        } else {
            char[] password = account.password()
                    .orElseThrow(() -> new ConvertException(
                            "its password is not known in clear text: give it, or a master user of the other server"));
            if (plain) {
                plain(connection, "", account.name(), password);
            } else {
                user(connection, account.name(), password);
            }
        }
    }

    /** Whether the server lets the master user in for a name. */
    boolean letsInFor(Pop3Connection connection, MasterUser master, String name) throws IOException, ConvertException {
        begin(connection);
        try {
            plain(connection, name, master.name(), master.password());
            return true;
        } catch (ConvertException e) {
            return false;
        }
    }

    private List<String> begin(Pop3Connection connection) throws IOException, ConvertException {
        List<String> capabilities = capabilities(connection);
        if (!connection.isSecured() && access.needsTls(connection.server())) {
            if (!capabilities.contains("STLS")) {
                throw new ConvertException("the server has no TLS: everybody on the way could read the password."
                        + " Take pop3s://, or convert on that machine");
            }
            connection.command("STLS");
            connection.secure();
            capabilities = capabilities(connection);
        }
        if (capabilities.stream().anyMatch(line -> (line + ' ').startsWith("UTF8 "))) {
            // otherwise a message with headers in UTF-8 comes in a form for older clients (RFC 6856)
            connection.command("UTF8");
        }
        return capabilities;
    }

    private static List<String> capabilities(Pop3Connection connection) throws IOException {
        try {
            connection.command("CAPA");
        } catch (ConvertException e) {
            return List.of();
        }
        return connection.lines();
    }

    /** RFC 4616, in the form of RFC 5034 that has no limit of length. */
    private static void plain(Pop3Connection connection, String as, String name, char[] password)
            throws IOException, ConvertException {
        connection.send("AUTH PLAIN".getBytes(StandardCharsets.US_ASCII));
        String challenge = connection.line();
        if (!challenge.startsWith("+ ") && !challenge.equals("+")) {
            Arrays.fill(password, '\0');
            throw new ConvertException("the server says: " + Printable.of(challenge));
        }
        byte[] message = utf8(CharBuffer.wrap(as + '\0' + name + '\0'), password);
        byte[] line = Base64.getEncoder().encode(message);
        Arrays.fill(message, (byte) 0);
        connection.send(line);
        Arrays.fill(line, (byte) 0);
        connection.positive();
    }

    private static void user(Pop3Connection connection, String name, char[] password)
            throws IOException, ConvertException {
        if (name.chars().anyMatch(Character::isISOControl)
                || CharBuffer.wrap(password).chars().anyMatch(Character::isISOControl)) {
            Arrays.fill(password, '\0');
            throw new ConvertException("its name or password has a control character");
        }
        connection.send(("USER " + name).getBytes(StandardCharsets.UTF_8));
        connection.positive();
        byte[] line = utf8(CharBuffer.wrap("PASS "), password);
        connection.send(line);
        Arrays.fill(line, (byte) 0);
        connection.positive();
    }

    /** Erases the password. */
    private static byte[] utf8(CharBuffer before, char[] password) {
        char[] whole = new char[before.length() + password.length];
        before.get(whole, 0, before.length());
        System.arraycopy(password, 0, whole, whole.length - password.length, password.length);
        ByteBuffer encoded = ByteBuffer.wrap(new byte[4 * whole.length]);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(whole), encoded, true);
        byte[] octets = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(whole, '\0');
        Arrays.fill(password, '\0');
        return octets;
    }
}
