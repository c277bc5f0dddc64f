// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that each record follows the one before it. A line that does not is a stray until a later line shows what happened: if that follows
 * the stray, the chain was broken in front of it; if it follows the last good record, the stray does not belong there. Not thread-safe.
 */
final class ChainCheck {
    private static final String NOTHING = "0".repeat(64);
    private static final int MOST_STRAYS = 16;

    private final Findings findings;
    private final List<Link> strays = new ArrayList<>();
    /** The last good record; null in front of the first. */
    private Link tip;

    private Link lastOfVersion1;
    private boolean afterVersion1;

    ChainCheck(Findings findings) {
        this.findings = findings;
    }

    /** A record of version 1, of which only the last is anchored in the chain. */
    void acceptVersion1(Line line) {
        boolean expected = tip == null;
        if (!expected && !afterVersion1) {
            findings.add(
                    Kind.UNPROTECTED,
                    line.place(0),
                    "Records of version 1 begin here, after records of version 2: an earlier release wrote here, or somebody"
                            + " put them in. Nothing protects them");
        }
        afterVersion1 = true;
        lastOfVersion1 = Link.before(line.place(0), 0, line.hash());
    }

    /** @param signed whether it is a checkpoint whose signature fits */
    void accept(Line line, TrailRecord record, boolean signed) {
        Link link = Link.of(line, record, signed);
        afterVersion1 = false;
        if (tip == null) {
            begin(link);
        }
        if (link.follows(tip)) {
            explainStrays(link);
            return;
        }
        for (int i = 0; i < strays.size(); i++) {
            if (link.follows(strays.get(i))) {
                breakBefore(i, true);
                explainStrays(link);
                return;
            }
        }
        addStray(link);
    }

    void acceptNoRecord(Line line) {
        addStray(Link.noRecord(line, isFragment(line)));
    }

    private void begin(Link first) {
        if (lastOfVersion1 != null) {
            tip = lastOfVersion1;
        } else if (first.seq() == 1) {
            if (!first.prev().equals(NOTHING)) {
                findings.add(
                        Kind.BEGINNING_GONE,
                        first.place(),
                        "The first record follows one of version 1 that is not among these files");
            }
            tip = Link.before(first.place(), 0, first.prev());
        } else {
            findings.add(
                    Kind.BEGINNING_GONE,
                    first.place(),
                    "The trail begins with record " + first.seq()
                            + ": the earlier ones are not among these files, as when" + " keepDays removed them");
            tip = Link.before(first.place(), first.seq() - 1, first.prev());
        }
    }

    private void addStray(Link link) {
        strays.add(link);
        if (strays.size() > MOST_STRAYS) {
            settle(true);
        }
    }

    /**
     * Nothing has followed anything for long, or no more lines come: what came last is taken as it is.
     *
     * @param confirmed whether it is as it was written
     */
    private void settle(boolean confirmed) {
        int last = strays.size() - 1;
        while (last >= 0 && !strays.get(last).isRecord()) {
            last--;
        }
        if (last >= 0) {
            breakBefore(last, confirmed);
        }
        strays.forEach(this::explainNoRecord);
        strays.clear();
    }

    /** The link follows the last good record: what stands between does not belong there. */
    private void explainStrays(Link link) {
        Link before = tip;
        tip = link;
        for (Link stray : strays) {
            if (!stray.isRecord()) {
                explainNoRecord(stray);
            } else if (stray.follows(link)) {
                findings.add(
                        Kind.REORDERED,
                        stray.place(),
                        "Record " + stray.seq() + " stands in front of record " + link.seq() + " (" + link.place()
                                + "): they are in the wrong order");
                tip = stray;
            } else {
                explainExtra(stray, before);
            }
        }
        strays.clear();
    }

    private void explainExtra(Link stray, Link before) {
        boolean repeated = stray.hash().equals(before.hash());
        findings.add(
                Kind.INSERTED,
                stray.place(),
                repeated
                        ? "Record " + stray.seq() + " is here a second time, after " + before.place()
                        : "Record " + stray.seq() + " does not belong here: the next one follows record " + before.seq()
                                + " (" + before.place() + "). It was put in, moved here or changed");
    }

    private void explainNoRecord(Link stray) {
        if (stray.isFragment()) {
            findings.add(
                    Kind.FRAGMENT,
                    stray.place(),
                    "Part of a record that was never finished: the server was killed, the power was cut, the disk was full, or"
                            + " it is being written now. It counts for nothing");
        } else {
            findings.add(
                    Kind.NO_RECORD,
                    stray.place(),
                    "This line is no record of the trail: it was put in or changed, or the file is damaged");
        }
    }

    /** The chain goes on from the stray of that index: explains what is between it and the last good record. */
    private void breakBefore(int index, boolean confirmed) {
        List<Link> between = new ArrayList<>(strays.subList(0, index + 1));
        strays.subList(0, index + 1).clear();
        explain(between, confirmed);
        tip = between.get(index);
    }

    /** @param confirmed whether the last of them is as it was written */
    private void explain(List<Link> between, boolean confirmed) {
        Link before = tip;
        List<Link> noRecords = new ArrayList<>();
        for (int i = 0; i < between.size(); i++) {
            Link link = between.get(i);
            if (!link.isRecord()) {
                noRecords.add(link);
            } else {
                boolean last = i == between.size() - 1;
                explain(before, noRecords, link, link.isSigned() || (last && confirmed), last);
                noRecords.clear();
                before = link;
            }
        }
        noRecords.forEach(this::explainNoRecord);
    }

    private void explain(Link before, List<Link> noRecords, Link link, boolean confirmed, boolean last) {
        long missing = link.seq() - before.seq() - 1;
        if (missing > 0 && missing == noRecords.size() && !link.prev().equals(before.hash())) {
            for (int i = 0; i < noRecords.size(); i++) {
                changed(noRecords.get(i).place(), before.seq() + 1 + i, "it is no record any more");
            }
            return;
        }
        noRecords.forEach(this::explainNoRecord);
        if (missing > 0 && link.prev().equals(before.hash())) {
            changed(link.place(), link.seq(), "its number should be " + (before.seq() + 1));
        } else if (missing > 0) {
            missing(before, link);
        } else if (missing == 0) {
            explainChange(before, link, confirmed, last);
        } else if (link.standsBeside(before)) {
            findings.add(
                    Kind.INSERTED,
                    confirmed ? before.place() : link.place(),
                    "Record " + link.seq() + " is there twice, here and in " + (confirmed ? link : before).place());
        } else if (link.seq() == 1) {
            findings.add(
                    Kind.BEGUN_ANEW,
                    link.place(),
                    "A new chain begins here after record " + before.seq() + " (" + before.place()
                            + "): the server found no trail to go on with, or somebody began a new one. Nothing shows whether"
                            + " records are missing in front");
        } else {
            findings.add(
                    Kind.INSERTED,
                    link.place(),
                    "Record " + link.seq() + " stands after record " + before.seq() + " (" + before.place()
                            + "): it was put in, moved here or changed, or those in front of it were");
        }
    }

    private void explainChange(Link before, Link link, boolean confirmed, boolean last) {
        if (confirmed) {
            changed(
                    before.place(),
                    before.seq(),
                    "record " + link.seq() + ", which follows, has the hash of another text");
        } else if (last) {
            changed(
                    before.place(),
                    before.seq(),
                    "record " + link.seq() + ", which follows, has another hash; that may have been changed instead");
        } else {
            changed(link.place(), link.seq(), "neither the record in front of it nor the one after it fits");
        }
    }

    private void changed(Place place, long seq, String why) {
        String what = seq == 0 ? "The last record of version 1" : "Record " + seq;
        findings.add(
                Kind.CHANGED,
                new Place(place.file(), place.line(), seq),
                what + " was changed after it was written: " + why);
    }

    private void missing(Link before, Link after) {
        long first = before.seq() + 1;
        long last = after.seq() - 1;
        String which =
                first == last ? "Record " + first + " is missing" : "Records " + first + " to " + last + " are missing";
        boolean inFile = before.place().file().equals(after.place().file());
        findings.add(
                Kind.MISSING,
                after.place(),
                which
                        + (inFile
                                ? " in front of this line"
                                : " between " + before.place() + " and this file: a file may be missing"));
    }

    /** After the last line. */
    void end() {
        settle(false);
    }

    /** Whether the line begins as the record does that would come next; a power cut may leave zeros behind it. */
    private boolean isFragment(Line line) {
        String found = line.text().replaceAll("\u0000+$", "");
        if (line.octets().length == 0) {
            return false;
        }
        String whole;
        if (tip != null && tip.isRecord()) {
            whole = "{\"v\":2,\"seq\":" + (tip.seq() + 1) + ",\"prev\":\"" + tip.hash() + "\",\"time\":\"";
        } else {
            whole = found.startsWith("{\"v\":1") ? "{\"v\":1,\"time\":\"" : "{\"v\":2,\"seq\":1,\"prev\":\"";
        }
        int common = Math.min(found.length(), whole.length());
        return found.substring(0, common).equals(whole.substring(0, common)) && !isEnd(line);
    }

    /** A whole record ends so; one that does not fit is none that was never finished. */
    private static boolean isEnd(Line line) {
        byte[] octets = line.octets();
        return new String(octets, octets.length - 1, 1, StandardCharsets.US_ASCII).equals("}");
    }
}
