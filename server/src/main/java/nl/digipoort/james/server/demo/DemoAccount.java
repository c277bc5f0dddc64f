// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.security.SecureRandom;

/** An account of the demonstration, with a generated password. */
public record DemoAccount(String user, String password) {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 20;

    static DemoAccount withNewPassword(String user, SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new DemoAccount(user, password.toString());
    }

    @Override
    public String toString() {
        return "DemoAccount[" + user + "]";
    }
}
