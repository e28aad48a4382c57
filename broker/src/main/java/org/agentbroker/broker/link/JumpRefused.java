package org.agentbroker.broker.link;

import java.net.ConnectException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;

/** Why a jump host does not make a connection for us, in words. */
public final class JumpRefused extends ConnectException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 200;

    private final boolean forbidden;

    private JumpRefused(String message, @Nullable Throwable cause) {
        super(message);
        initCause(cause);
        forbidden = cause instanceof SshChannelOpenException refusal
                && refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
    }

    /** Its settings or our line in {@code authorized_keys} say so; else it tried, and failed. */
    public boolean isForbidden() {
        return forbidden;
    }

    static JumpRefused reason(@Nullable Throwable e) {
        return new JumpRefused(
                e instanceof SshChannelOpenException refusal
                        ? words(refusal)
                        : "the connection to the jump host was lost",
                e);
    }

    private static String words(SshChannelOpenException refusal) {
        String said = printable(String.valueOf(refusal.getMessage()));
        return switch (refusal.getReasonCode()) {
            case SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED -> "administratively prohibited by the jump host";
            case SshConstants.SSH_OPEN_CONNECT_FAILED -> said; // of sshd: strerror of its own connect
            case SshConstants.SSH_OPEN_UNKNOWN_CHANNEL_TYPE -> "the jump host makes no connections";
            case SshConstants.SSH_OPEN_RESOURCE_SHORTAGE -> "the jump host has too many connections";
            default -> "the jump host says: " + said;
        };
    }

    private static String printable(String said) {
        String cut = said.substring(0, Math.min(said.length(), LONGEST));
        String clean = cut.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.isEmpty() ? "no connection" : Character.toLowerCase(clean.charAt(0)) + clean.substring(1);
    }
}
