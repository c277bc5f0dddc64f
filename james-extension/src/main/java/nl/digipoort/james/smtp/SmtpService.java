// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** What all sessions of one listener share. Thread-safe. */
final class SmtpService {
    private final SmtpSettings settings;
    private final Recipients recipients;
    private final Reception reception;
    private final DataMemory memory;

    SmtpService(SmtpSettings settings, Recipients recipients, Reception reception) {
        this.settings = settings;
        this.recipients = recipients;
        this.reception = reception;
        this.memory = new DataMemory(settings.data().memory());
    }

    SmtpSettings settings() {
        return settings;
    }

    Recipients recipients() {
        return recipients;
    }

    Reception reception() {
        return reception;
    }

    DataMemory memory() {
        return memory;
    }
}
