package nl.digipoort.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import nl.digipoort.james.journal.Delivery;
import org.apache.james.core.Username;
import org.apache.james.mailrepository.api.MailKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldKeyTest {
    private static final int LONGEST_OF_JAMES_JPA = 200;
    private static final Username ANNA = Username.of("anna.b@example.org");
    private static final Username LONG = Username.of("a".repeat(64) + "@" + ("b".repeat(60) + ".").repeat(3) + "org");

    @Test
    void saysAllThatAReleaseMustKnow() {
        HeldKey key = HeldKey.of(Delivery.of("Mail17-2f", ANNA), Instant.ofEpochMilli(17));

        assertThat(key.asString()).isEqualTo("0000000000017.Mail17-2f.anna.b@example.org");
        HeldKey parsed = HeldKey.parse(key.asMailKey()).orElseThrow();
        assertThat(parsed).isEqualTo(key);
        assertThat(parsed.maildrop()).isEqualTo(ANNA);
        assertThat(parsed.isFor(ANNA)).isTrue();
        assertThat(parsed.isFor(Username.of("b@example.org"))).isFalse();
        assertThat(parsed.acceptedAt()).isEqualTo(Instant.ofEpochMilli(17));
    }

    @Test
    void standsInOrderOfArrival() {
        HeldKey first = HeldKey.of(Delivery.of("Z", ANNA), Instant.ofEpochMilli(9));
        HeldKey second = HeldKey.of(Delivery.of("A", ANNA), Instant.ofEpochMilli(10));
        HeldKey third = HeldKey.of(Delivery.of("B", ANNA), Instant.ofEpochMilli(10));

        assertThat(new TreeSet<>(List.of(third, second, first))).containsExactly(first, second, third);
    }

    @Test
    void fitsHoweverLongTheNamesAre() {
        HeldKey key = HeldKey.of(Delivery.of("x".repeat(300), LONG), Instant.ofEpochMilli(1_700_000_000_000L));

        assertThat(key.asString().length()).isLessThanOrEqualTo(LONGEST_OF_JAMES_JPA);
        HeldKey parsed = HeldKey.parse(key.asMailKey()).orElseThrow();
        assertThat(parsed.namesMaildrop()).isFalse();
        assertThat(parsed.isFor(LONG)).isTrue();
        assertThat(parsed.isFor(ANNA)).isFalse();
    }

    @Test
    void takesADigestForANameThatWouldBreakIt() {
        HeldKey key = HeldKey.of(Delivery.of("a.b/c\n", ANNA), Instant.ofEpochMilli(1));

        assertThat(key.asString()).matches("0000000000001\\.[0-9a-f]{64}\\.anna\\.b@example\\.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mail1", "1.Mail1.anna@example.org", "0000000000017.Mail1.", "0000000000017..a@b"})
    void isNoOtherKey(String key) {
        assertThat(HeldKey.parse(new MailKey(key))).isEmpty();
    }
}
