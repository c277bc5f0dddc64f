// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

/** Describes the holder of a lock to operators. The owner token alone identifies the holder to the store. Immutable. */
public final class LeaseHolder {
    private static final int LONGEST = 255;

    private final HolderKind kind;
    private final String node;
    private final String client;

    private LeaseHolder(HolderKind kind, String node, String client) {
        this.kind = kind;
        this.node = node;
        this.client = client;
    }

    /**
     * @param node the server that the holder runs on
     * @param client the origin of the holder: the address of a session's client, or the name of a delivery's mail
     */
    public static LeaseHolder of(HolderKind kind, String node, String client) {
        return new LeaseHolder(kind, shortened(node), shortened(client));
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    public HolderKind kind() {
        return kind;
    }

    /** At most 255 characters. */
    public String node() {
        return node;
    }

    /** At most 255 characters. */
    public String client() {
        return client;
    }

    @Override
    public String toString() {
        return kind + " of " + client + " on " + node;
    }
}
