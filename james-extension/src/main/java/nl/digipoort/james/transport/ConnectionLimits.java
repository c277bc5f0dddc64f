// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

/** The limits on the number of connections; 0 is no limit. Immutable. */
public final class ConnectionLimits {
    private final int inAll;
    private final int perAddress;
    private final int notLoggedIn;

    private ConnectionLimits(int inAll, int perAddress, int notLoggedIn) {
        this.inAll = inAll;
        this.perAddress = perAddress;
        this.notLoggedIn = notLoggedIn;
    }

    /** @param perAddress for one address, or one IPv6 /64 */
    public static ConnectionLimits of(int inAll, int perAddress) {
        return new ConnectionLimits(inAll, perAddress, 0);
    }

    /** A copy with a limit on clients that are not logged in. */
    public ConnectionLimits notLoggedIn(int most) {
        return new ConnectionLimits(inAll, perAddress, most);
    }

    public int inAll() {
        return inAll;
    }

    public int perAddress() {
        return perAddress;
    }

    public int notLoggedIn() {
        return notLoggedIn;
    }
}
