// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Dot-stuffs a piece of an outgoing message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DotStuffingBenchmark {
    private static final int PIECE = 64 * 1024;

    /** base64 has lines of 76 characters without dots; dots begins every line with a dot. */
    @Param({"base64", "dots"})
    private String content;

    private byte[] octets;
    private ByteBuf out;

    @Setup
    public void prepare() {
        String line = (content.equals("dots") ? "." : "a") + "b".repeat(75) + "\r\n";
        octets = line.repeat(PIECE / line.length()).getBytes(StandardCharsets.US_ASCII);
        out = PooledByteBufAllocator.DEFAULT.directBuffer(2 * PIECE);
    }

    @TearDown
    public void release() {
        out.release();
    }

    @Benchmark
    public int stuff() {
        out.clear();
        DotStuffing stuffing = new DotStuffing();
        stuffing.write(octets, octets.length, out);
        stuffing.end(out);
        return out.readableBytes();
    }
}
