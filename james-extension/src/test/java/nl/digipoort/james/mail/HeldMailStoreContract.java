// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every store of held mail. Each test begins with an empty store. */
public interface HeldMailStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");
    Username CAROL = Username.of("carol@example.org");
    int MEBIBYTE = 1024 * 1024;

    /** Every call returns the store of another node, with the same data. */
    HeldMailStore store();

    /** Whether the database has no content at all. */
    boolean hasNoContents();

    /** The store's clock steps back by an hour; or, what is the same, all that is held becomes an hour younger than it is. */
    void setClockBack();

    @Test
    default void knowsNothingAtFirst() {
        assertThat(store().isWaiting(ALICE)).isFalse();
        assertThat(store().next(ALICE, 10)).isEmpty();
        assertThat(store().find(ALICE, 1)).isEmpty();
        assertThat(store().waiting()).isEmpty();
        assertThat(hasNoContents()).isTrue();
    }

    @Test
    default void givesBackWhatWasHeld() throws IOException {
        store().hold(mail("one", "Subject: 1\r\n\r\nText\r\n"), List.of(addressee(ALICE, "Received: by us\r\n")));

        HeldMail held = store().next(ALICE, 10).get(0);
        assertThat(held.maildrop()).isEqualTo(ALICE);
        assertThat(held.name()).isEqualTo("one");
        assertThat(held.octets()).isEqualTo(20);
        assertThat(held.trace()).isEqualTo("Received: by us\r\n".getBytes(US_ASCII));
        assertThat(octets(held)).isEqualTo("Subject: 1\r\n\r\nText\r\n".getBytes(US_ASCII));
        assertThat(store().content(held).octets()).isEqualTo(20);
        assertThat(store().isWaiting(ALICE)).isTrue();
        assertThat(store().isWaiting(BOB)).isFalse();
        assertThat(store().next(BOB, 10)).isEmpty();
    }

    @Test
    default void tellsTheNumberInEachMaildrop() throws IOException {
        hold("before", ALICE);

        Map<Username, Long> numbers =
                store().hold(mail("one", "Subject: 1"), List.of(addressee(ALICE, ""), addressee(BOB, "")));

        assertThat(numbers).containsOnlyKeys(ALICE, BOB);
        assertThat(store().find(ALICE, numbers.get(ALICE)).map(HeldMail::name)).contains("one");
        assertThat(store().find(BOB, numbers.get(BOB)).map(HeldMail::name)).contains("one");
    }

    @Test
    default void findsAMailByItsNumber() throws IOException {
        hold("one", ALICE);
        hold("two", ALICE);
        HeldMail two = store().next(ALICE, 10).get(1);

        HeldMail found = store().find(ALICE, two.sequence()).orElseThrow();

        assertThat(found.name()).isEqualTo("two");
        assertThat(found.contentId()).isEqualTo(two.contentId());
        assertThat(found.heldAt()).isEqualTo(two.heldAt());
        assertThat(octets(found)).isEqualTo(octets(two));
        assertThat(store().find(BOB, two.sequence() + 1000)).isEmpty();
        assertThat(store().find(ALICE, two.sequence() + 1000)).isEmpty();
    }

    @Test
    default void keepsTheOrderOfEachMaildrop() throws IOException {
        for (int i = 10; i < 30; i++) {
            hold("mail " + i, ALICE);
            if (i % 3 == 0) {
                hold("mail " + i + " for two", BOB, ALICE);
            }
        }

        List<HeldMail> held = store().next(ALICE, 100);
        assertThat(held).extracting(HeldMail::name).hasSize(26).isSorted();
        assertThat(held)
                .extracting(HeldMail::sequence)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(sequence -> sequence > 0);
        assertThat(store().next(BOB, 100)).extracting(HeldMail::name).hasSize(6).isSorted();
    }

    @Test
    default void keepsTheOrderWhenTheClockIsSetBack() throws IOException {
        hold("one", ALICE);
        hold("two", ALICE);
        setClockBack();
        hold("three", ALICE);
        setClockBack();
        hold("four", BOB, ALICE);

        assertThat(names(store().next(ALICE, 10))).containsExactly("one", "two", "three", "four");
        store().remove(store().next(ALICE, 1).get(0));
        hold("five", ALICE);
        assertThat(names(store().next(ALICE, 10))).containsExactly("two", "three", "four", "five");
        assertThat(store().waiting()).extracting(WaitingMaildrop::count).containsExactlyInAnyOrder(4L, 1L);
    }

    @Test
    default void givesNoMoreThanIsAskedFor() throws IOException {
        hold("one", ALICE);
        hold("two", ALICE);
        hold("three", ALICE);

        assertThat(names(store().next(ALICE, 2))).containsExactly("one", "two");
        assertThat(names(store().next(ALICE, 1))).containsExactly("one");
    }

    @Test
    default void storesAContentOnceForSeveralMaildrops() throws IOException {
        byte[] content = TestContent.anyOctets(1000);
        store().hold(
                        mail("one", content),
                        List.of(addressee(ALICE, "To: a\r\n"), addressee(BOB, "To: b\r\n"), addressee(CAROL, "")));

        List<HeldMail> held = List.of(first(ALICE), first(BOB), first(CAROL));
        assertThat(held)
                .extracting(HeldMail::contentId)
                .containsOnly(held.get(0).contentId());
        assertThat(held)
                .extracting(mail -> new String(mail.trace(), US_ASCII))
                .containsExactly("To: a\r\n", "To: b\r\n", "");
        for (HeldMail mail : held) {
            assertThat(octets(mail)).isEqualTo(content);
            store().remove(mail);
        }
        assertThat(hasNoContents()).isTrue();
    }

    @Test
    default void storesContentsOfDifferentMailsApart() throws IOException {
        store().hold(mail("one", "the same"), List.of(addressee(ALICE, "")));
        store().hold(mail("two", "the same"), List.of(addressee(ALICE, "")));
        List<HeldMail> held = store().next(ALICE, 10);

        store().remove(held.get(0));

        assertThat(held.get(0).contentId()).isNotEqualTo(held.get(1).contentId());
        assertThat(octets(held.get(1))).isEqualTo("the same".getBytes(US_ASCII));
    }

    @Test
    default void keepsEveryOctet() throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("empty", new byte[0]);
        contents.put("one octet", new byte[] {'x'});
        contents.put("NUL", new byte[] {0});
        contents.put("many NULs", new byte[3000]);
        contents.put("bare CR", "a\rb\r\r\nc\r".getBytes(US_ASCII));
        contents.put("bare LF", "a\nb\n\nc".getBytes(US_ASCII));
        contents.put("dots", ".\r\n..\r\n.".getBytes(US_ASCII));
        contents.put("all values", allValues());
        for (int size : List.of(64, 128, 256, 512, 1024)) {
            contents.put(size + " KiB - 1", TestContent.anyOctets(size * 1024 - 1));
            contents.put(size + " KiB", TestContent.anyOctets(size * 1024));
            contents.put(size + " KiB + 1", TestContent.anyOctets(size * 1024 + 1));
        }
        contents.put("many chunks", TestContent.anyOctets(5 * MEBIBYTE + 12_345));
        for (Map.Entry<String, byte[]> content : contents.entrySet()) {
            store().hold(mail(content.getKey(), content.getValue()), List.of(addressee(ALICE, "")));
        }

        List<HeldMail> held = store().next(ALICE, 100);
        assertThat(names(held)).containsExactlyElementsOf(contents.keySet());
        for (HeldMail mail : held) {
            byte[] expected = contents.get(mail.name());
            assertThat(mail.octets()).as(mail.name()).isEqualTo(expected.length);
            assertThat(octets(mail)).as(mail.name()).isEqualTo(expected);
            assertThat(octetsOneByOne(mail, 2000)).as(mail.name()).isEqualTo(head(expected, 2000));
        }
    }

    @Test
    default void keepsEveryOctetOfATrace() throws IOException {
        String lines = "Received: from x\r\n\tby y\r\n".repeat(500);
        store().hold(mail("one", ""), List.of(addressee(ALICE, lines), Addressee.of(BOB, allValues())));

        assertThat(first(ALICE).trace()).isEqualTo(lines.getBytes(US_ASCII));
        assertThat(first(BOB).trace()).isEqualTo(allValues());
    }

    /** During a read, others can read the same content and still find the mail. */
    @Test
    default void givesAContentAsOftenAsItIsWanted() throws IOException {
        byte[] content = TestContent.anyOctets(MEBIBYTE + 1);
        store().hold(mail("one", content), List.of(addressee(ALICE, "")));
        MailContent stored = store().content(first(ALICE));

        try (InputStream one = stored.open();
                InputStream other = stored.open()) {
            assertThat(one.readNBytes(300_000)).isEqualTo(head(content, 300_000));
            assertThat(other.readAllBytes()).isEqualTo(content);
            assertThat(one.readAllBytes()).hasSize(content.length - 300_000);
        }
    }

    @Test
    default void removesAMailFromItsMaildropOnly() throws IOException {
        hold("one", ALICE, BOB);
        hold("two", ALICE);
        HeldMail one = first(ALICE);

        store().remove(one);

        assertThat(names(store().next(ALICE, 10))).containsExactly("two");
        assertThat(store().find(ALICE, one.sequence())).isEmpty();
        assertThat(names(store().next(BOB, 10))).containsExactly("one");
        assertThat(store().isWaiting(ALICE)).isTrue();
    }

    @Test
    default void removesTwiceAsOnce() throws IOException {
        byte[] content = TestContent.anyOctets(10);
        store().hold(mail("one", content), List.of(addressee(ALICE, ""), addressee(BOB, "")));
        hold("two", ALICE);
        HeldMail one = first(ALICE);

        store().remove(one);
        store().remove(one);
        store().remove(one);

        assertThat(names(store().next(ALICE, 10))).containsExactly("two");
        assertThat(store().isWaiting(ALICE)).isTrue();
        assertThat(octets(first(BOB))).isEqualTo(content);
        store().remove(first(ALICE));
        assertThat(store().isWaiting(ALICE)).isFalse();
    }

    @Test
    default void hasNothingLeftWhenAllIsRemoved() throws IOException {
        store().hold(mail("one", TestContent.anyOctets(MEBIBYTE + 1)), List.of(addressee(ALICE, "")));
        hold("two", ALICE, BOB);
        assertThat(hasNoContents()).isFalse();

        removeAll(ALICE);
        removeAll(BOB);

        assertThat(store().isWaiting(ALICE)).isFalse();
        assertThat(store().next(ALICE, 10)).isEmpty();
        assertThat(store().waiting()).isEmpty();
        assertThat(hasNoContents()).isTrue();
    }

    @Test
    default void failsToReadTheContentOfARemovedMail() throws IOException {
        store().hold(mail("one", TestContent.anyOctets(10)), List.of(addressee(ALICE, "")));
        store().hold(mail("empty", ""), List.of(addressee(BOB, "")));
        HeldMail one = first(ALICE);
        HeldMail empty = first(BOB);
        store().remove(one);
        store().remove(empty);

        assertThatThrownBy(() -> octets(one)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> octets(empty)).isInstanceOf(IOException.class);
    }

    /** The store may still have all octets, but the stream must never end early without a failure. */
    @Test
    default void neverEndsEarlyWhenTheMailIsRemovedWhileItIsRead() throws IOException {
        byte[] content = TestContent.anyOctets(3 * MEBIBYTE);
        store().hold(mail("one", content), List.of(addressee(ALICE, "")));
        HeldMail one = first(ALICE);

        try (InputStream stream = store().content(one).open()) {
            byte[] head = stream.readNBytes(1000);
            store().remove(one);

            try {
                assertThat(head.length + stream.readAllBytes().length).isEqualTo(content.length);
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    default void numbersOnAfterEverythingWasRemoved() throws IOException {
        hold("one", ALICE);
        hold("two", ALICE);
        long two = store().next(ALICE, 10).get(1).sequence();
        removeAll(ALICE);

        hold("three", ALICE);

        assertThat(first(ALICE).sequence()).isGreaterThan(two);
    }

    @Test
    default void leavesNothingOfAMailWhoseContentCannotBeRead() {
        for (int octets : List.of(100, MEBIBYTE * 2)) {
            IncomingMail mail = IncomingMail.fromClient("one", TestContent.failing(octets));

            assertThatThrownBy(() -> store().hold(mail, List.of(addressee(ALICE, ""), addressee(BOB, ""))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the rest cannot be read");
        }

        assertThat(store().isWaiting(ALICE)).isFalse();
        assertThat(store().next(BOB, 10)).isEmpty();
        assertThat(store().waiting()).isEmpty();
        assertThat(hasNoContents()).isTrue();
    }

    @Test
    default void leavesNothingOfAMailThatIsNotAsLongAsItSays() {
        IncomingMail mail = IncomingMail.fromClient("one", TestContent.cutShort(1000));

        assertThatThrownBy(() -> store().hold(mail, List.of(addressee(ALICE, ""))))
                .isInstanceOf(IOException.class);

        assertThat(store().isWaiting(ALICE)).isFalse();
        assertThat(hasNoContents()).isTrue();
    }

    @Test
    default void takesLongNamesOfMailsAndMaildrops() throws IOException {
        String name = "n".repeat(200);
        Username maildrop = Username.of("u".repeat(64) + "@" + "domain.".repeat(20) + "example.org");

        hold(name, maildrop);

        assertThat(names(store().next(maildrop, 10))).containsExactly(name);
        assertThat(store().waiting()).extracting(WaitingMaildrop::maildrop).containsExactly(maildrop);
    }

    @Test
    default void tellsWhichMaildropsHaveSomethingWaiting() throws IOException {
        hold("one", ALICE, BOB);
        hold("two", BOB);
        hold("three", BOB, CAROL);
        removeAll(CAROL);

        Map<Username, WaitingMaildrop> waiting = waitingByMaildrop();
        assertThat(waiting).containsOnlyKeys(ALICE, BOB);
        assertThat(waiting.get(ALICE).count()).isEqualTo(1);
        assertThat(waiting.get(BOB).count()).isEqualTo(3);
        assertThat(waiting.get(BOB).oldestHeldAt()).contains(first(BOB).heldAt());

        store().remove(first(BOB));

        assertThat(waitingByMaildrop().get(BOB).count()).isEqualTo(2);
        assertThat(waitingByMaildrop().get(BOB).oldestHeldAt())
                .contains(first(BOB).heldAt());
    }

    @Test
    default void numbersAsItReturnsAndLocksNobodyOutWhenManyHoldAtOnce() throws Exception {
        List<List<Username>> sets =
                List.of(List.of(ALICE, BOB), List.of(BOB, ALICE), List.of(ALICE), List.of(CAROL, BOB, ALICE));
        int threads = 2 * sets.size();
        int rounds = 5;
        Map<String, long[]> times = new ConcurrentHashMap<>();
        CyclicBarrier start = new CyclicBarrier(threads);

        together(threads, thread -> {
            start.await();
            for (int round = 0; round < rounds; round++) {
                String name = thread + "-" + round;
                long began = System.nanoTime();
                hold(name, sets.get(thread % sets.size()).toArray(new Username[0]));
                times.put(name, new long[] {began, System.nanoTime()});
            }
        });

        assertOrdered(store().next(ALICE, 1000), times, threads * rounds);
        assertOrdered(store().next(BOB, 1000), times, threads * rounds * 3 / 4);
        assertOrdered(store().next(CAROL, 1000), times, threads * rounds / 4);
        assertThat(waitingByMaildrop().get(ALICE).count()).isEqualTo((long) threads * rounds);
    }

    @Test
    default void losesNoContentWhenItsMailsAreRemovedAtOnce() throws Exception {
        int maildrops = 6;
        List<Addressee> addressees = new ArrayList<>();
        for (int i = 0; i < maildrops; i++) {
            addressees.add(addressee(Username.of("user" + i + "@example.org"), ""));
        }
        byte[] content = TestContent.anyOctets(1000);
        CyclicBarrier step = new CyclicBarrier(maildrops);
        for (int round = 0; round < 3; round++) {
            store().hold(mail("round " + round, content), addressees);

            together(maildrops, thread -> {
                HeldMail held = first(addressees.get(thread).maildrop());
                assertThat(octets(held)).isEqualTo(content);
                step.await();
                store().remove(held);
            });

            assertThat(store().waiting()).isEmpty();
            assertThat(hasNoContents()).isTrue();
        }
    }

    @Test
    default void removesAndHoldsAtOnce() throws Exception {
        int rounds = 10;
        for (int i = 0; i < rounds; i++) {
            hold("before " + i, ALICE, BOB);
        }

        together(3, thread -> {
            for (int i = 0; i < rounds; i++) {
                if (thread == 0) {
                    hold("meanwhile " + i, BOB, ALICE);
                } else {
                    store().remove(first(thread == 1 ? ALICE : BOB));
                }
            }
        });

        assertThat(names(store().next(ALICE, 100))).hasSize(rounds).allMatch(name -> name.startsWith("meanwhile"));
        assertThat(names(store().next(BOB, 100))).hasSize(rounds);
        assertThat(waitingByMaildrop().get(BOB).count()).isEqualTo(rounds);
    }

    /** Checks that held mail is in order. Calls that did not overlap must be in the order of time. */
    private static void assertOrdered(List<HeldMail> held, Map<String, long[]> times, int count) {
        assertThat(held)
                .extracting(HeldMail::sequence)
                .hasSize(count)
                .isSorted()
                .doesNotHaveDuplicates();
        for (int later = 1; later < held.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                long began = times.get(held.get(earlier).name())[0];
                long returned = times.get(held.get(later).name())[1];
                assertThat(began)
                        .as("%s is before %s", held.get(earlier), held.get(later))
                        .isLessThan(returned);
            }
        }
    }

    /** Does the work on so many threads and waits for all of them. */
    private static void together(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                tasks.add(() -> {
                    work.run(thread);
                    return null;
                });
            }
            Duration patience = Duration.ofMinutes(2);
            for (Future<Void> done : executor.invokeAll(tasks, patience.toSeconds(), TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** The work of one of several threads. */
    interface Work {
        void run(int thread) throws Exception;
    }

    private void hold(String name, Username... maildrops) throws IOException {
        List<Addressee> addressees = new ArrayList<>();
        for (Username maildrop : maildrops) {
            addressees.add(addressee(maildrop, "Received: \r\n"));
        }
        store().hold(mail(name, "Subject: " + name + "\r\n\r\n"), addressees);
    }

    private HeldMail first(Username maildrop) {
        return store().next(maildrop, 1).get(0);
    }

    private void removeAll(Username maildrop) {
        store().next(maildrop, 1000).forEach(store()::remove);
    }

    private Map<Username, WaitingMaildrop> waitingByMaildrop() {
        return store().waiting().stream().collect(Collectors.toMap(WaitingMaildrop::maildrop, waiting -> waiting));
    }

    private byte[] octets(HeldMail mail) throws IOException {
        try (InputStream stream = store().content(mail).open()) {
            return stream.readAllBytes();
        }
    }

    private byte[] octetsOneByOne(HeldMail mail, int most) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (InputStream stream = store().content(mail).open()) {
            for (int octet = stream.read(); octet >= 0 && octets.size() < most; octet = stream.read()) {
                octets.write(octet);
            }
        }
        return octets.toByteArray();
    }

    private static List<String> names(List<HeldMail> mails) {
        return mails.stream().map(HeldMail::name).collect(Collectors.toList());
    }

    private static IncomingMail mail(String name, String content) {
        return IncomingMail.fromClient(name, TestContent.of(content));
    }

    private static IncomingMail mail(String name, byte[] content) {
        return IncomingMail.fromClient(name, TestContent.of(content));
    }

    private static Addressee addressee(Username maildrop, String trace) {
        return Addressee.of(maildrop, trace.getBytes(US_ASCII));
    }

    private static byte[] allValues() {
        byte[] octets = new byte[256];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        return octets;
    }

    private static byte[] head(byte[] octets, int most) {
        byte[] head = new byte[Math.min(octets.length, most)];
        System.arraycopy(octets, 0, head, 0, head.length);
        return head;
    }
}
