package nl.digipoort.james.sasl;

/** Which hosts are accepted in the digest-uri of a DIGEST-MD5 response. */
public enum HostCheck {
    /** Our host names, the realm (older curl puts it there) and any IP address literal. */
    LENIENT,
    /** Our host names and nothing else. */
    STRICT
}
