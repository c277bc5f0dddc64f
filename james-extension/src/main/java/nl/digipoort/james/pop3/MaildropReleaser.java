package nl.digipoort.james.pop3;

import org.apache.james.protocols.api.handler.DisconnectHandler;

/** Frees the maildrop of a session that is gone, whichever way it went; without QUIT nothing is deleted. */
public final class MaildropReleaser implements DisconnectHandler<DigipoortSession> {
    @Override
    public void onDisconnect(DigipoortSession session) {
        session.releaseMaildrop();
    }
}
