package org.agentbroker.agent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.agentbroker.agent.key.PassphraseHash;
import org.agentbroker.agent.policy.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The lock of the general agent (RFC 9987, 3.5). Guessing is slow: guesses wait for each other, and after a wrong one the
 * next waits longer. Nobody else waits. A hop that guesses does not keep the agent's own user from unlocking.
 */
final class KeyringLock {
    // ssh-agent.c, process_lock_agent: 0.1 s more after each wrong one, 10 s at most
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int MOST_STEPS = 100;

    private final Pause pause;
    private final Guesses local = new Guesses();
    private final Guesses remote = new Guesses();
    private volatile @Nullable PassphraseHash passphrase;

    /** Waits; a test does not. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    KeyringLock(Pause pause) {
        this.pause = pause;
    }

    boolean isLocked() {
        return passphrase != null;
    }

    synchronized Reason lock(byte[] wanted) {
        if (wanted.length == 0) {
            return Reason.EMPTY_PASSPHRASE;
        }
        if (isLocked()) {
            return Reason.IS_LOCKED;
        }
        passphrase = PassphraseHash.of(wanted);
        return Reason.LOCKED;
    }

    /** @param bound whether the guess comes over an SSH session */
    Reason unlock(byte[] guess, boolean bound) {
        if (guess.length == 0) {
            return Reason.EMPTY_PASSPHRASE;
        }
        Guesses guesses = bound ? remote : local;
        try {
            guesses.turn.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reason.WRONG_PASSPHRASE;
        }
        try {
            return judge(guess, guesses);
        } finally {
            guesses.turn.release();
        }
    }

    private Reason judge(byte[] guess, Guesses guesses) {
        PassphraseHash right = passphrase;
        if (right == null) {
            return Reason.NOT_LOCKED;
        }
        if (!right.matches(guess)) {
            guesses.wrong = Math.min(guesses.wrong + 1, MOST_STEPS);
            try {
                pause.of(STEP.multipliedBy(guesses.wrong));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reason.WRONG_PASSPHRASE;
        }
        passphrase = null;
        local.wrong = 0;
        remote.wrong = 0;
        return Reason.UNLOCKED;
    }

    private static final class Guesses {
        private final Semaphore turn = new Semaphore(1, true);
        private volatile int wrong;
    }
}
