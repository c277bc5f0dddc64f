// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** The fields of the audit trail, in the order in which a record has them; docs/reference/audit.md says what each means. */
public enum AuditField {
    VERSION("version"),
    CONFIGURATION_SHA256("configurationSha256"),
    SESSION("session"),
    /** The name of a mail, as it is logged. */
    MAIL("mail"),
    ADDRESS("address"),
    PORT("port"),
    TLS("tls"),
    CIPHER("cipher"),
    MECHANISM("mechanism"),
    /** The first day on which the mechanism is refused. */
    REFUSED_FROM("refusedFrom"),
    /** The reverse path; empty for the null sender. */
    SENDER("sender", 320),
    RECIPIENTS("recipients"),
    USER("user"),
    DOMAIN("domain"),
    MAILDROP("maildrop"),
    FENCE("fence"),
    HOLDER("holder"),
    ACT("act"),
    METHOD("method"),
    PATH("path"),
    ADMINISTRATOR("administrator"),
    LIMITS("limits"),
    /** What an operator sets, or the rule that a login breaks. */
    POLICY("policy", 998),
    MAILBOX("mailbox"),
    /** What is wrong with the database, file by file. */
    DAMAGE("damage", 998),
    OUTCOME("outcome"),
    /** The number of a held mail in its maildrop. */
    HELD("held"),
    COMMAND("command"),
    UNIQUE_ID("uniqueId"),
    UNIQUE_IDS("uniqueIds"),
    /** RFC 5322 section 2.1.1: a line has at most 998 characters. */
    MESSAGE_ID("messageId", 998),
    SIZE("size"),
    AGE("age"),
    OCTETS("octets"),
    SHA256("sha256"),
    DATA_SHA256("dataSha256"),
    MESSAGES("messages"),
    RETRIEVED("retrieved"),
    DELETED("deleted"),
    MISSING("missing"),
    EXPECTED("expected"),
    SECONDS("seconds"),
    /** The name of this server's chain. */
    CHAIN("chain"),
    /** The last known heads of the chains of the other servers. */
    HEADS("heads"),
    KEY("key"),
    PUBLIC_KEY("publicKey"),
    /** The key for which this one vouches. */
    NEXT_KEY("nextKey"),
    NEXT_PUBLIC_KEY("nextPublicKey"),
    EXPECTED_SEQ("expectedSeq"),
    EXPECTED_HASH("expectedHash"),
    /** Of the octets of the line before it; always the last field. */
    SIGNATURE("signature");

    private static final int LONGEST = 255;

    private final String wire;
    private final int longest;

    AuditField(String wire) {
        this(wire, LONGEST);
    }

    AuditField(String wire, int longest) {
        this.wire = wire;
        this.longest = longest;
    }

    String wire() {
        return wire;
    }

    /** The most characters of its text; longer text is cut. */
    int longest() {
        return longest;
    }
}
