// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierMailTest {
    @TempDir
    private Path home;

    @Test
    void isNotThereInAHomeOfThisVersion() {
        assertThat(mail(Stream::empty).findings()).isEmpty();
        assertThat(mail(() -> Stream.of(repository(0))).findings()).isEmpty();
    }

    @Test
    void isCountedWhereItWasHeld() {
        assertThat(mail(() -> Stream.of(repository(2), repository(3))).findings())
                .singleElement()
                .matches(Finding::isBreaking)
                .asString()
                .startsWith(
                        "var/mail/held: mails that an earlier version accepted and that are in no maildrop: 5; follow"
                                + " docs/operate/upgrade.md");
    }

    @Test
    void mayBeInAQueueThatNothingReads() throws Exception {
        Files.createDirectories(home.resolve("var/store/activemq"));

        assertThat(mail(Stream::empty).findings())
                .singleElement()
                .matches(Finding::isBreaking)
                .asString()
                .startsWith("var/store/activemq: the queue of an earlier version may have accepted mail");
    }

    @Test
    void isNotCalledAbsentWhereItCannotBeLookedAt() {
        EarlierMail unreachable = mail(() -> {
            throw new MailRepositoryStoreException("away");
        });

        assertThatThrownBy(unreachable::findings).isInstanceOf(StoreUnavailableException.class);
    }

    private interface Repositories {
        Stream<MailRepository> all() throws MailRepositoryStoreException;
    }

    private EarlierMail mail(Repositories repositories) {
        MailRepositoryStore store = (MailRepositoryStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MailRepositoryStore.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getByPath");
                    assertThat(arguments).containsExactly(MailRepositoryPath.from("var/mail/held"));
                    return repositories.all();
                });
        Configuration james =
                Configuration.builder().workingDirectory(home.toString()).build();
        return new EarlierMail(store, new FileSystemImpl(james.directories()));
    }

    private static MailRepository repository(long size) {
        return (MailRepository) Proxy.newProxyInstance(
                EarlierMailTest.class.getClassLoader(),
                new Class<?>[] {MailRepository.class},
                (proxy, method, arguments) -> size);
    }
}
