// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import nl.digipoort.james.server.home.StartException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Checks the XML files of {@code conf/} before James reads them, because James's error names neither file nor line. */
final class ConfigurationFiles {
    private final Path directory;

    private ConfigurationFiles(Path directory) {
        this.directory = directory;
    }

    static ConfigurationFiles in(Path directory) {
        return new ConfigurationFiles(directory);
    }

    void check() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.xml")) {
            SAXParserFactory parsers = SAXParserFactory.newInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            for (Path file : files) {
                check(file, parsers);
            }
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new StartException("configuration " + directory + " cannot be read: " + e, e);
        }
    }

    private static void check(Path file, SAXParserFactory parsers)
            throws IOException, ParserConfigurationException, SAXException {
        try (var content = Files.newInputStream(file)) {
            parsers.newSAXParser().parse(new InputSource(content), new Refuse());
        } catch (SAXParseException e) {
            throw new StartException(
                    "configuration " + file + " line " + e.getLineNumber() + " is no XML: " + e.getMessage(), e);
        }
    }

    /** The default handler prints fatal errors; this one only throws them. */
    private static final class Refuse extends DefaultHandler {
        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
