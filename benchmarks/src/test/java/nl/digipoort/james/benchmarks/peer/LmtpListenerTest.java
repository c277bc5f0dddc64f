// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LmtpListenerTest {
    private static final String LISTENER =
            "<digipoort enabled=\"false\"><jmxName>x</jmxName><bind>${sys:digipoort.bind:-0.0.0.0}:24</bind></digipoort>";

    @TempDir
    private Path conf;

    @Test
    void putsTheListenerOnAPortOfLoopback() {
        assertThat(LmtpListener.at("<lmtpservers>" + LISTENER + "</lmtpservers>", 2424))
                .isEqualTo("<lmtpservers><digipoort enabled=\"true\"><jmxName>x</jmxName><bind>127.0.0.1:2424</bind>"
                        + "</digipoort></lmtpservers>");
    }

    @Test
    void tellsThePortThatItPutItOn() throws IOException {
        write("<lmtpservers>" + LISTENER + "</lmtpservers>");

        int port = LmtpListener.moveToLoopback(conf).orElseThrow().getPort();

        assertThat(Files.readString(conf.resolve("lmtpserver.xml"))).contains("<bind>127.0.0.1:" + port + "</bind>");
    }

    @Test
    void findsNoneInAComment() throws IOException {
        write("<lmtpservers><!-- " + LISTENER + " --><lmtpserver enabled=\"false\"/></lmtpservers>");

        assertThat(LmtpListener.isIn(conf)).isFalse();
        assertThat(LmtpListener.moveToLoopback(conf)).isEmpty();
    }

    private void write(String xml) throws IOException {
        Files.writeString(conf.resolve("lmtpserver.xml"), xml);
    }
}
