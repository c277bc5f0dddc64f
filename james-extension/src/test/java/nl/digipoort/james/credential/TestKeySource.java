// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static nl.digipoort.james.credential.RecordSealTest.key;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keys that a test sets, each named by the octet that fills it. */
final class TestKeySource implements KeySource {
    private List<Integer> fills;
    private int stamp;
    private int reads;

    TestKeySource(Integer... fills) {
        this.fills = List.of(fills);
    }

    /** Sets the keys; without keys it is like a file that cannot be used. */
    void set(Integer... changed) {
        fills = List.of(changed);
        stamp++;
    }

    int reads() {
        return reads;
    }

    @Override
    public KeyRing read() {
        reads++;
        if (fills.isEmpty()) {
            throw new CredentialKeyException("the keys are unusable");
        }
        return KeyRing.of(fills.stream().map(fill -> key(fill)).collect(Collectors.toList()));
    }

    @Override
    public String stamp() {
        return Integer.toString(stamp);
    }

    @Override
    public String toString() {
        return "the test's keys";
    }

    static String id(int fill) {
        return key(fill).id();
    }

    static List<String> ids(int... fills) {
        return IntStream.of(fills).mapToObj(TestKeySource::id).collect(Collectors.toList());
    }
}
