// SPDX-License-Identifier: Apache-2.0
/**
 * The TLS of all listeners: certificates, native TLS or the JDK's, reload, and trust in client certificates. Only this package reads the
 * formats of keys and certificates. It knows no protocol and no user: POP3 decides which user a certificate belongs to. Begin with {@link
 * nl.digipoort.james.tls.TlsSettings} and {@link nl.digipoort.james.tls.ServerTls}.
 */
package nl.digipoort.james.tls;
