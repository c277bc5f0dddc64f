// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

/** What can be wrong with a trail, or worth a note. The names are an interface: scripts read them in the JSON. */
enum Kind {
    CHANGED("changed", true),
    MISSING("missing", true),
    INSERTED("inserted", true),
    REORDERED("reordered", true),
    NO_RECORD("no-record", true),
    BEGUN_ANEW("begun-anew", true),
    UNPROTECTED("unprotected", true),
    SIGNATURE("signature", true),
    UNKNOWN_KEY("unknown-key", true),
    UNSIGNED("unsigned", true),
    CUT("cut", true),
    OTHERWISE("otherwise", true),
    DIGEST("digest", true),
    CHAIN_BROKEN("chain-broken", true),
    CHECKPOINT_FILE("checkpoint-file", true),

    BEGINNING_GONE("beginning-gone", false),
    FRAGMENT("fragment", false),
    GAP("gap", false),
    VERSION_1("version-1", false),
    KEY_CHANGED("key-changed", false),
    NO_SIGNATURES("no-signatures", false),
    OTHER_TRAIL("other-trail", false),
    NOT_COMPARED("not-compared", false);

    private final String wire;
    private final boolean finding;

    Kind(String wire, boolean finding) {
        this.wire = wire;
        this.finding = finding;
    }

    String wire() {
        return wire;
    }

    /** False for a note, which is nothing against the trail. */
    boolean isFinding() {
        return finding;
    }
}
