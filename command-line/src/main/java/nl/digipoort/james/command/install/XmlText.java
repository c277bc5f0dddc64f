// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import nl.digipoort.james.command.line.UsageException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Finds the elements of an XML text with their places in it, which no parser of the JDK tells exactly. The JDK's parser reads the text
 * first: only what it takes as well-formed is looked at here.
 */
final class XmlText {
    private static final Pattern TOKEN = Pattern.compile(
            "<!--.*?-->|<!\\[CDATA\\[.*?\\]\\]>|<\\?.*?\\?>"
                    + "|<!DOCTYPE[^\\[>]*(\\[.*?\\]\\s*)?>"
                    + "|</(?<close>[^\\s>]+)\\s*>"
                    + "|<(?<open>[^\\s/>!?]+)(?<attributes>(?:\\s+[^\\s=/>]+\\s*=\\s*(?:\"[^\"]*\"|'[^']*'))*)\\s*(?<empty>/?)>",
            Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([^\\s=/>]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", Pattern.DOTALL);

    private XmlText() {}

    /** @throws UsageException naming the file and the line, if the text is not well-formed */
    static XmlElement root(String file, String text) {
        requireWellFormed(file, text);
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = null;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group("close") != null) {
                open.pop().closeAt(new Place(token.start(), token.end()));
            } else if (token.group("open") != null) {
                XmlElement element = element(text, token);
                if (open.isEmpty()) {
                    root = element;
                } else {
                    open.peek().add(element);
                }
                if (token.group("empty").isEmpty()) {
                    open.push(element);
                }
            }
        }
        return root;
    }

    private static XmlElement element(String text, Matcher token) {
        Map<String, Place> attributes = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text).region(token.start("attributes"), token.end("attributes"));
        while (attribute.find()) {
            int group = attribute.group(2) == null ? 3 : 2;
            attributes.put(attribute.group(1), new Place(attribute.start(group), attribute.end(group)));
        }
        return new XmlElement(text, token.group("open"), attributes, new Place(token.start(), token.end()));
    }

    private static void requireWellFormed(String file, String text) {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
            factory.newSAXParser().parse(new InputSource(new StringReader(plain)), new Quiet());
        } catch (SAXParseException e) {
            throw new UsageException(file + ":" + e.getLineNumber() + " is not well-formed: " + e.getMessage());
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new UsageException(file + " cannot be read as XML: " + e.getMessage());
        }
    }

    /** The line of a character, counted from 1. */
    static int line(String text, int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /** Fetches nothing from elsewhere, and writes nothing to standard error. */
    private static final class Quiet extends DefaultHandler {
        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
