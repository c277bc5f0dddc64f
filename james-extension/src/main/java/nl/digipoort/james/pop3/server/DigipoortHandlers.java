// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.pop3.Greeting;
import nl.digipoort.james.pop3.MaildropReleaser;
import nl.digipoort.james.pop3.Pop3Dispatcher;
import nl.digipoort.james.pop3.authorization.AuthCommand;
import nl.digipoort.james.pop3.authorization.CapaCommand;
import nl.digipoort.james.pop3.authorization.PassCommand;
import nl.digipoort.james.pop3.authorization.StlsCommand;
import nl.digipoort.james.pop3.authorization.UserCommand;
import nl.digipoort.james.pop3.transaction.DeleCommand;
import nl.digipoort.james.pop3.transaction.ListCommand;
import nl.digipoort.james.pop3.transaction.NoopCommand;
import nl.digipoort.james.pop3.transaction.QuitCommand;
import nl.digipoort.james.pop3.transaction.RetrCommand;
import nl.digipoort.james.pop3.transaction.RsetCommand;
import nl.digipoort.james.pop3.transaction.StatCommand;
import nl.digipoort.james.pop3.transaction.TopCommand;
import nl.digipoort.james.pop3.transaction.UidlCommand;
import org.apache.james.protocols.lib.handler.HandlersPackage;

/** The handlers that James loads for a listener when its {@code handlerchain} names no other core package. */
public final class DigipoortHandlers implements HandlersPackage {
    @Override
    public List<String> getHandlers() {
        return Stream.of(
                        Greeting.class,
                        Pop3Dispatcher.class,
                        CapaCommand.class,
                        StlsCommand.class,
                        AuthCommand.class,
                        UserCommand.class,
                        PassCommand.class,
                        StatCommand.class,
                        ListCommand.class,
                        UidlCommand.class,
                        RetrCommand.class,
                        TopCommand.class,
                        DeleCommand.class,
                        RsetCommand.class,
                        NoopCommand.class,
                        QuitCommand.class,
                        MaildropReleaser.class)
                .map(Class::getName)
                .collect(Collectors.toUnmodifiableList());
    }
}
