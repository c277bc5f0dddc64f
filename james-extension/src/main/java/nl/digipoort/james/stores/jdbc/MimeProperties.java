// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.james.mailbox.store.mail.model.Property;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The header properties that James stores in separate columns, read with James's own parser. If the parser fails or a value does not fit
 * into its column, the header is ignored and the message is plain text. Immutable.
 */
final class MimeProperties {
    private static final Logger LOGGER = LoggerFactory.getLogger(MimeProperties.class);
    private static final int LONGEST_TYPE = 200;
    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_VALUE = 1024;
    private static final byte[] NO_FIELDS = new byte[0];

    private final String mediaType;
    private final String subType;
    private final List<Property> all;

    private MimeProperties(String mediaType, String subType, List<Property> all) {
        this.mediaType = mediaType;
        this.subType = subType;
        this.all = all;
    }

    /** @param fields the header, including the empty line */
    static MimeProperties of(byte[] fields) {
        try {
            MimeProperties properties = parse(fields);
            if (properties.fit()) {
                return properties;
            }
            LOGGER.debug("Header fields do not fit into James's columns");
        } catch (IOException | MimeException | RuntimeException e) {
            LOGGER.debug("Header fields cannot be parsed", e);
        }
        return none();
    }

    private static MimeProperties none() {
        try {
            return parse(NO_FIELDS);
        } catch (IOException | MimeException e) {
            throw new IllegalStateException("an empty header cannot be parsed", e);
        }
    }

    private static MimeProperties parse(byte[] fields) throws IOException, MimeException {
        MimeTokenStream parser = new MimeTokenStream(
                MimeConfig.PERMISSIVE,
                new DefaultBodyDescriptorBuilder(null, new LenientFieldParser(), DecodeMonitor.SILENT));
        parser.setRecursionMode(RecursionMode.M_NO_RECURSE);
        parser.parse(new ByteArrayInputStream(fields));
        EntityState state = parser.next();
        while (state != EntityState.T_BODY
                && state != EntityState.T_END_OF_STREAM
                && state != EntityState.T_START_MULTIPART) {
            state = parser.next();
        }
        return of((MaximalBodyDescriptor) parser.getBodyDescriptor());
    }

    private static MimeProperties of(MaximalBodyDescriptor descriptor) {
        boolean typed = descriptor.getMediaType() != null;
        String mediaType = typed ? descriptor.getMediaType() : "text";
        String subType = typed ? descriptor.getSubType() : "plain";
        PropertyBuilder properties = new PropertyBuilder();
        properties.setMediaType(mediaType);
        properties.setSubType(subType);
        properties.setContentID(descriptor.getContentId());
        properties.setContentDescription(descriptor.getContentDescription());
        properties.setContentLocation(descriptor.getContentLocation());
        properties.setContentMD5(descriptor.getContentMD5Raw());
        properties.setContentTransferEncoding(descriptor.getTransferEncoding());
        properties.setContentLanguage(descriptor.getContentLanguage());
        properties.setContentDispositionType(descriptor.getContentDispositionType());
        properties.setContentDispositionParameters(descriptor.getContentDispositionParameters());
        properties.setContentTypeParameters(descriptor.getContentTypeParameters());
        if (descriptor.getCharset() != null) {
            properties.setCharset(descriptor.getCharset());
        } else if ("text".equalsIgnoreCase(mediaType)) {
            properties.setCharset("us-ascii");
        }
        return new MimeProperties(mediaType, subType, properties.toProperties());
    }

    private boolean fit() {
        return fits(mediaType, LONGEST_TYPE)
                && (subType == null || fits(subType, LONGEST_TYPE))
                && all.stream()
                        .allMatch(property -> fits(property.getNamespace(), LONGEST_NAME)
                                && fits(property.getLocalName(), LONGEST_NAME)
                                && fits(property.getValue(), LONGEST_VALUE));
    }

    /** PostgreSQL does not accept NUL in a text. */
    private static boolean fits(String text, int most) {
        return text.length() <= most && text.indexOf('\0') < 0;
    }

    String mediaType() {
        return mediaType;
    }

    String subType() {
        return subType;
    }

    boolean isText() {
        return "text".equalsIgnoreCase(mediaType);
    }

    /** All properties, in James's order. */
    List<Property> all() {
        return all;
    }
}
