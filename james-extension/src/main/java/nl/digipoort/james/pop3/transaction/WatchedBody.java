package nl.digipoort.james.pop3.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.pop3.Reply.HandOver;
import nl.digipoort.james.pop3.Reply.ReplyBody;

/** A body of whose end somebody is told before those whom the body itself tells. */
final class WatchedBody implements ReplyBody {
    private final ReplyBody body;
    private final HandOver watcher;

    WatchedBody(ReplyBody body, HandOver watcher) {
        this.body = body;
        this.watcher = watcher;
    }

    @Override
    public InputStream stream() {
        return body.stream();
    }

    @Override
    public OptionalLong promisedOctets() {
        return body.promisedOctets();
    }

    @Override
    public Optional<HandOver> handOver() {
        return Optional.of(body.handOver().<HandOver>map(Both::new).orElse(watcher));
    }

    @Override
    public boolean isMemoryWanted() {
        return body.isMemoryWanted();
    }

    @Override
    public void whenMemoryIsWanted(Runnable call) {
        body.whenMemoryIsWanted(call);
    }

    @Override
    public void leaveMemory() throws IOException {
        body.leaveMemory();
    }

    @Override
    public void close() {
        body.close();
    }

    private final class Both implements HandOver {
        private final HandOver other;

        private Both(HandOver other) {
            this.other = other;
        }

        @Override
        public void complete(long octets) {
            watcher.complete(octets);
            other.complete(octets);
        }

        @Override
        public void cutOff(long octets) {
            watcher.cutOff(octets);
            other.cutOff(octets);
        }
    }
}
