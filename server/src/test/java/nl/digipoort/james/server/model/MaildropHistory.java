// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import com.google.common.collect.ImmutableSetMultimap;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.server.model.Command.Kind;

/** The part of a history that is about one maildrop. Sessions and views are in the order in which their logins were answered. */
final class MaildropHistory {
    private final String account;
    private final List<Delivery> deliveries;
    private final List<Session> sessions;
    private final List<View> views;
    private final List<AuditRecord> audit;
    private final ImmutableSetMultimap<String, String> marksByUniqueId;
    private final ImmutableSetMultimap<String, String> uniqueIdsByMark;
    private final ImmutableSetMultimap<String, Session> deleters;

    private MaildropHistory(
            String account, List<Delivery> deliveries, List<Session> sessions, List<AuditRecord> audit) {
        this.account = account;
        this.deliveries = deliveries;
        this.sessions = sessions;
        this.audit = audit;
        this.views = sessions.stream().filter(Session::hasView).map(View::of).toList();
        this.marksByUniqueId = marks(sessions);
        this.uniqueIdsByMark = marksByUniqueId.inverse();
        this.deleters = deleters(sessions);
    }

    static MaildropHistory of(History history, String account) {
        return new MaildropHistory(
                account,
                history.deliveries().stream()
                        .filter(delivery -> delivery.account().equals(account))
                        .sorted(Comparator.comparing(delivery -> delivery.span().completed()))
                        .toList(),
                history.sessions().stream()
                        .filter(session -> session.account().equals(account) && session.isOpened())
                        .sorted(Comparator.comparing(
                                session -> session.login().span().completed()))
                        .toList(),
                history.audit().stream()
                        .filter(entry -> entry.account().equals(account))
                        .toList());
    }

    private static ImmutableSetMultimap<String, String> marks(List<Session> sessions) {
        ImmutableSetMultimap.Builder<String, String> marks = ImmutableSetMultimap.builder();
        for (Session session : sessions) {
            var view = session.view();
            session.commands().stream()
                    .filter(command -> command.isDone(Kind.RETR) && view.containsKey(command.number()))
                    .forEach(command -> marks.put(
                            view.get(command.number()), command.content().mark()));
        }
        return marks.build();
    }

    private static ImmutableSetMultimap<String, Session> deleters(List<Session> sessions) {
        ImmutableSetMultimap.Builder<String, Session> deleters = ImmutableSetMultimap.builder();
        for (Session session : sessions) {
            session.marked().stream()
                    .filter(session::mayHaveDeleted)
                    .forEach(uniqueId -> deleters.put(uniqueId, session));
        }
        return deleters.build();
    }

    String account() {
        return account;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** Those that were logged in. */
    List<Session> sessions() {
        return sessions;
    }

    List<View> views() {
        return views;
    }

    List<AuditRecord> audit() {
        return audit;
    }

    ImmutableSetMultimap<String, String> marksByUniqueId() {
        return marksByUniqueId;
    }

    ImmutableSetMultimap<String, String> uniqueIdsByMark() {
        return uniqueIdsByMark;
    }

    /** The sessions that may have deleted the message. */
    Set<Session> deleters(String uniqueId) {
        return deleters.get(uniqueId);
    }
}
