package nl.digipoort.james.credential;

/** Octets as lower-case hexadecimal digits. */
final class Hex {
    private Hex() {}

    static String of(byte[] octets) {
        StringBuilder hex = new StringBuilder(octets.length * 2);
        for (byte octet : octets) {
            hex.append(Character.forDigit((octet >> 4) & 0xf, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return hex.toString();
    }
}
