package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** One message for RETR or TOP: its octets with CRLF line ends, and how many there are. To be closed. */
public final class MessageContent implements AutoCloseable {
    private final long octets;
    private final InputStream stream;
    private final Runnable afterwards;

    MessageContent(long octets, InputStream stream, Runnable afterwards) {
        this.octets = octets;
        this.stream = stream;
        this.afterwards = afterwards;
    }

    /** The octets of the whole message before dot-stuffing, as told by LIST. */
    public long octets() {
        return octets;
    }

    public InputStream stream() {
        return stream;
    }

    /** The same message, read through another stream. */
    MessageContent through(UnaryOperator<InputStream> other) {
        return new MessageContent(octets, other.apply(stream), afterwards);
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            afterwards.run();
        }
    }
}
