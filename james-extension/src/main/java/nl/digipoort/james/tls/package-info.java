// SPDX-License-Identifier: Apache-2.0
/**
 * The TLS of all listeners: certificates, native TLS or the JDK's, reloading, and which certificates are taken from clients. The formats of
 * keys and certificates are read here and nowhere else. No protocol, and no user: who a certificate stands for is decided by POP3. Begin
 * with {@link nl.digipoort.james.tls.TlsSettings} and {@link nl.digipoort.james.tls.ServerTls}.
 */
package nl.digipoort.james.tls;
