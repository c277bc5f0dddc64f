// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import nl.digipoort.james.command.install.CheckCommand;
import nl.digipoort.james.command.install.InstallCommand;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Passwords;
import nl.digipoort.james.command.line.Syntax;
import nl.digipoort.james.command.login.LoginTestCommand;
import nl.digipoort.james.command.operate.AccountCommand;
import nl.digipoort.james.command.operate.AuditCommand;
import nl.digipoort.james.command.operate.BreakCommand;
import nl.digipoort.james.command.operate.HeldCommand;
import nl.digipoort.james.command.operate.LocksCommand;
import nl.digipoort.james.command.operate.RecordCommand;
import nl.digipoort.james.command.operate.ReleaseCommand;
import nl.digipoort.james.command.operate.RulesCommand;
import nl.digipoort.james.command.operate.SessionsCommand;
import nl.digipoort.james.command.operate.StatusCommand;
import nl.digipoort.james.command.operate.TlsCommand;
import nl.digipoort.james.command.operate.UsesCommand;
import nl.digipoort.james.command.operate.VersionCommand;

/** The table of commands, in the order of the help. The classes of a command are loaded only when it is called. */
enum CommandName {
    STATUS("status", Syntax.none().server(), "what an operator wants to know first, on one screen"),
    SESSIONS("sessions", Syntax.none().server(), "who is logged in, on all nodes"),
    LOCKS("locks", Syntax.none().server(), "all locks on maildrops, the oldest first"),
    BREAK("break", Syntax.of("NAME", 1, 1).server().flag(BreakCommand.YES), "breaks the lock on a maildrop"),
    HELD("held", Syntax.of("[NAME]", 0, 1).server(), "for whom mail is held, or the held mail of one"),
    RELEASE("release", Syntax.of("NAME", 1, 1).server(), "brings the held mail of a maildrop in now"),
    ACCOUNT("account", Syntax.of("NAME", 1, 1).server(), "everything that is known of one account"),
    RECORD(
            "record",
            Syntax.of("NAME [set|delete]", 1, 2).server().with(Passwords.FILE),
            "the state of the record for DIGEST-MD5; makes or deletes it"),
    LIMITS(
            "limits",
            Syntax.of("[NAME] [KEY=VALUE ...]", 0, Integer.MAX_VALUE).server().flag(RulesCommand.ALL),
            "the limits of an account or of all; sets those that are given"),
    POLICY(
            "policy",
            Syntax.of("[NAME] [KEY=VALUE ...]", 0, Integer.MAX_VALUE).server().flag(RulesCommand.ALL),
            "how an account, or all, may log in; sets the rules that are given"),
    USES(
            "uses",
            Syntax.of("[NAME]", 0, 1)
                    .server()
                    .with(UsesCommand.USE, UsesCommand.STILL_NEEDS, UsesCommand.WITHIN, UsesCommand.NOT_SINCE)
                    .flag(UsesCommand.CSV),
            "who still needs DIGEST-MD5, TLS 1.2 or clear passwords, and since when"),
    TLS("tls", Syntax.of("[reload]", 0, 1).server(), "the certificates that are served; looks at the files at once"),
    AUDIT(
            "audit",
            Syntax.of("search", 1, 1)
                    .server()
                    .with(
                            AuditCommand.ACCOUNT,
                            AuditCommand.MESSAGE_ID,
                            AuditCommand.DIGEST,
                            AuditCommand.SESSION,
                            AuditCommand.FROM,
                            AuditCommand.BEFORE),
            "verifies and shows the audit trail; searches that of a running server"),
    LOGIN_TEST("login-test", LoginTestCommand.syntax(), "logs in over POP3 by each mechanism that is offered"),
    INSTALL(
            "install",
            Syntax.none()
                    .with("--james", "--realm", "--host", "--jar")
                    .flag("--dry-run", "--keep-smtp", "--replace-smtp", "--change-realm"),
            "drop the extension into the James in a folder, by all edits of its files or none; prints them"),
    CHECK(
            "check",
            Syntax.none().with("--james", "--home").flag("--json"),
            "find each missing or contradicting part of a James, or of a home, by its files"),
    VERSION("version", Syntax.none().server(), "the versions of this command line and of the server"),
    COMPLETION("completion", Syntax.of("bash|zsh", 1, 1), "this text, for bash or zsh");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // it is immutable
    private final Syntax syntax;

    private final String summary;

    CommandName(String text, Syntax syntax, String summary) {
        this.text = text;
        this.syntax = syntax;
        this.summary = summary;
    }

    /** @return null if there is no such command */
    static CommandName of(String text) {
        for (CommandName name : values()) {
            if (name.text.equals(text)) {
                return name;
            }
        }
        return null;
    }

    Command command() {
        switch (this) {
            case STATUS:
                return new StatusCommand();
            case SESSIONS:
                return new SessionsCommand();
            case LOCKS:
                return new LocksCommand();
            case BREAK:
                return new BreakCommand();
            case HELD:
                return new HeldCommand();
            case RELEASE:
                return new ReleaseCommand();
            case ACCOUNT:
                return new AccountCommand();
            case RECORD:
                return new RecordCommand();
            case LIMITS:
                return RulesCommand.ofLimits();
            case POLICY:
                return RulesCommand.ofPolicy();
            case USES:
                return new UsesCommand();
            case TLS:
                return new TlsCommand();
            case AUDIT:
                return new AuditCommand();
            case LOGIN_TEST:
                return new LoginTestCommand();
            case INSTALL:
                return new InstallCommand();
            case CHECK:
                return new CheckCommand();
            case VERSION:
                return new VersionCommand();
            case COMPLETION:
                return new CompletionCommand();
            default:
                throw new IllegalStateException(text);
        }
    }

    String text() {
        return text;
    }

    Syntax syntax() {
        return syntax;
    }

    String summary() {
        return summary;
    }

    /** For example {@code digipoort break NAME [options]}. */
    String usage() {
        return ("digipoort " + text + " " + syntax.arguments()).strip() + " [options]";
    }
}
