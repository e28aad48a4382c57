package org.agentbroker.it.attacks;

import static org.agentbroker.agent.policy.Reason.*;

import java.util.List;
import java.util.Locale;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;

/**
 * What a client that speaks the protocol by itself may try, and what it gets. A request that asks for the key or the
 * server's name has a verified bind before it, as a login by OpenSSH has.
 */
enum Attack {
    LIST_UNBOUND("list", NOT_BOUND, "keys 0"),
    SIGN_UNBOUND("sign", NOT_BOUND, "failure"),
    SIGN_RANDOM("sign", NOT_A_LOGIN, "failure"),
    SIGN_NOTHING("sign", NOT_A_LOGIN, "failure"),
    SIGN_FILE("sign", NOT_A_LOGIN, "failure"),
    SIGN_OTHER_SERVICE("sign", NOT_A_LOGIN, "failure"),
    SIGN_OTHER_USER("sign", OTHER_USER, "failure"),
    SIGN_USER_WITH_NUL("sign", OTHER_USER, "failure"),
    SIGN_WITHOUT_HOST("sign", NOT_HOSTBOUND, "failure"),
    SIGN_OTHER_HOST("sign", OTHER_HOST, "failure"),
    SIGN_OTHER_SESSION("sign", OTHER_SESSION, "failure"),
    SIGN_OTHER_ALGORITHM("sign", OTHER_ALGORITHM, "failure"),
    SIGN_OTHER_KEY("sign", OTHER_KEY, "failure"),
    SIGN_OTHER_KEY_INSIDE("sign", OTHER_KEY, "failure"),
    SIGN_FLAGS("sign", BAD_FLAGS, "failure"),
    BIND_TWICE("bind", SECOND_BIND, "extension-failure"),
    BIND_FORWARDING("bind", FORWARDED_FURTHER, "extension-failure"),
    BIND_OTHER_HOST("bind", HOST_NOT_PINNED, "extension-failure"),
    BIND_DAMAGED("bind", BAD_BIND_SIGNATURE, "extension-failure"),
    BIND_OTHER_SESSION("bind", BAD_BIND_SIGNATURE, "extension-failure"),
    BIND_SHORT_SESSION("bind", BAD_SESSION_ID, "extension-failure"),
    ADD(List.of("add", "add"), NOT_OFFERED, "failure"),
    REMOVE("remove", NOT_OFFERED, "failure"),
    LOCK(List.of("lock", "unlock"), NOT_OFFERED, "failure"),
    TOKEN(List.of("token", "token", "token"), NOT_OFFERED, "failure"),
    UNKNOWN_EXTENSION("extension", Reason.UNKNOWN_EXTENSION, "failure"),
    UNKNOWN_MESSAGE("message 240", UNKNOWN_REQUEST, "failure"),
    UNREADABLE("message 13", MALFORMED, "failure"),
    HUGE_FRAME("frame", TOO_LARGE, "closed"),
    NEGATIVE_FRAME("frame", TOO_LARGE, "closed"),
    EMPTY_FRAME("frame", TOO_LARGE, "closed");

    private final List<String> requests;
    private final Reason reason;
    private final String answer;

    Attack(String request, Reason reason, String answer) {
        this(List.of(request), reason, answer);
    }

    Attack(List<String> requests, Reason reason, String answer) {
        this.requests = requests;
        this.reason = reason;
        this.answer = answer;
    }

    /** The audit's words for what is refused. */
    List<String> requests() {
        return requests;
    }

    /** Why each of them is refused. */
    Reason reason() {
        return reason;
    }

    /** At the lower levels some of them are what the level is for. */
    boolean isRefusedAt(PolicyLevel level) {
        switch (this) {
            case SIGN_WITHOUT_HOST:
                return level == PolicyLevel.HOSTBOUND;
            case LIST_UNBOUND:
            case SIGN_UNBOUND:
                return level != PolicyLevel.UNBOUND;
            default:
                return true;
        }
    }

    /** What the attacker sees of each. */
    String answer() {
        return answer;
    }

    /** Its name in {@code hostile.py}. */
    String script() {
        return name().toLowerCase(Locale.ROOT);
    }
}
