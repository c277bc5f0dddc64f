// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;

class SectionTest {
    @Test
    void readsWhatIsThere() throws ConfigurationException {
        Section section = section("<d on='true'><n>7</n><t> text </t><l><i>a</i><i>b</i></l><c>x</c></d>");

        section.allow("@on", "n", "t", "l", "c");

        assertThat(section.flag("@on", false)).isTrue();
        assertThat(section.number("n", 1, 0, 9)).isEqualTo(7);
        assertThat(section.number("absent", 3, 0, 9)).isEqualTo(3);
        assertThat(section.text("t")).isEqualTo("text");
        assertThat(section.texts("l", "i")).containsExactly("a", "b");
        assertThat(section.choice("c", "z", "x", "y")).isEqualTo("x");
    }

    @Test
    void namesFileKeyAndWhatIsAllowedForAnUnknownKey() {
        assertThatThrownBy(() -> section("<d><typo>1</typo></d>").allow("bind", "mode"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("test.xml: d.typo is unknown; allowed are bind, mode");
        assertThatThrownBy(() -> section("<d off='1'/>").allow("@enabled"))
                .hasMessage("test.xml: d.@off is unknown; allowed are @enabled");
    }

    @Test
    void namesKeyFoundAndAllowedForAWrongValue() throws ConfigurationException {
        Section section = section("<d><n>ten</n><m>11</m><c>z</c><b>110</b><p>0.0.0.0:70000</p><t/></d>");

        assertThatThrownBy(() -> section.number("n", 1, 0, 9))
                .hasMessage("test.xml: d.n is 'ten'; allowed: a whole number from 0 to 9");
        assertThatThrownBy(() -> section.number("m", 1, 0, 9)).hasMessageContaining("is '11'");
        assertThatThrownBy(() -> section.choice("c", "x", "x", "y")).hasMessage("test.xml: d.c is 'z'; allowed: x, y");
        assertThatThrownBy(() -> section.addresses("b")).hasMessageContaining("is '110'");
        assertThatThrownBy(() -> section.addresses("p")).hasMessageContaining("ports 0 to 65535");
        assertThatThrownBy(() -> section.text("t")).hasMessage("test.xml: d.t is missing; allowed: a text");
        assertThatThrownBy(() -> section.text("none")).hasMessage("test.xml: d.none is missing; allowed: a text");
    }

    @Test
    void refusesWhatStandsThereTwice() {
        assertThatThrownBy(() -> section("<d><n>1</n><n>2</n></d>").number("n", 1, 0, 9))
                .hasMessage("test.xml: d.n stands there 2 times; allowed: exactly one");
        assertThatThrownBy(() -> section("<d/><d/>")).hasMessageContaining("d stands there 2 times");
        assertThatThrownBy(() -> section("<e/>")).hasMessageContaining("d stands there 0 times");
    }

    @Test
    void refusesAnotherElementBesides() {
        assertThatThrownBy(() -> section("<d/><pop3server/>"))
                .hasMessage("test.xml: pop3server stands there; allowed is d alone");
    }

    private static Section section(String xml) throws ConfigurationException {
        return Section.only(
                "test.xml",
                FileConfigurationProvider.getConfig(
                        new ByteArrayInputStream(("<root>" + xml + "</root>").getBytes(UTF_8))),
                "d");
    }
}
