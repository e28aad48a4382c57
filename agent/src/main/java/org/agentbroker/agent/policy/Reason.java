package org.agentbroker.agent.policy;

/** Why a request was granted or refused. The sentence is for people, in the audit; the peer never sees it. */
public enum Reason {
    LISTED(true, "the key was listed"),
    CONNECTED(true, "the connection was taken, its hop is not known yet"),
    HOP_ADMITTED(true, "the connection comes over the pinned hop"),
    HOP_UNPINNED(true, "the connection was forwarded, and no hop is pinned"),
    BOUND(true, "the connection is bound to the pinned server"),
    SIGNED(true, "the login was signed"),
    QUERIED(true, "the extensions were listed"),
    REMOVED(true, "the peer asked to forget the key, so the agent ended"),

    // what only an agent with keys of its peers grants
    KEYS_LISTED(true, "the keys that this connection may see were listed"),
    DATA_SIGNED(true, "the data were signed"),
    KEY_ADDED(true, "the key was added"),
    KEY_REPLACED(true, "the key was there, and is now under the new constraints"),
    KEY_REMOVED(true, "the key was removed"),
    ALL_REMOVED(true, "all keys were removed"),
    BIND_RECORDED(true, "the connection is bound to the session"),
    LOCKED(true, "the agent was locked"),
    UNLOCKED(true, "the agent was unlocked"),

    NOT_BOUND(false, "the connection is not bound to the pinned server"),
    CONNECTION_SPENT(false, "an earlier request on this connection broke the policy"),
    EXPIRED(false, "the agent's lifetime is over"),
    EXHAUSTED(false, "all signatures of this pull have been used"),
    ENDED(false, "the agent has ended"),
    TOO_MANY_REQUESTS(false, "more requests than any login needs"),
    TOO_MANY_CONNECTIONS(false, "more connections than any login needs"),
    TOO_LARGE(false, "a message larger than any login needs"),

    HOP_UNKNOWN(false, "the connection has not told the hop it comes over"),
    HOP_NOT_FORWARDING(false, "the hop's bind does not say that it forwards"),
    HOP_NOT_PINNED(false, "the hop's host key is not pinned"),
    FORWARDED_FURTHER(false, "the client tried to forward the agent to a further host"),
    SECOND_BIND(false, "the connection is bound already"),
    HOST_NOT_PINNED(false, "the login goes to a host whose key is not pinned"),
    BAD_SESSION_ID(false, "the session identifier cannot be one"),
    SESSION_OF_THE_HOP(false, "the session is the one of the hop"),
    BAD_BIND_SIGNATURE(false, "the host key did not sign this bind"),

    OTHER_KEY(false, "a signature by another key was asked for"),
    BAD_FLAGS(false, "the signature flags do not suit the key"),
    NOT_A_LOGIN(false, "the data to sign are not a login"),
    NOT_HOSTBOUND(false, "the login does not name the server's host key"),
    OTHER_USER(false, "the login is for another user"),
    OTHER_ALGORITHM(false, "the login names another algorithm than the signature has"),
    OTHER_SESSION(false, "the login belongs to another SSH session than the bind"),
    OTHER_HOST(false, "the login names another host key than the bind"),
    SESSION_REPEATED(false, "this SSH session has had its signature"),

    IS_LOCKED(false, "the agent is locked"),
    NOT_LOCKED(false, "the agent is not locked"),
    WRONG_PASSPHRASE(false, "the passphrase does not unlock the agent"),
    EMPTY_PASSPHRASE(false, "an empty passphrase locks nothing"),
    NO_SUCH_KEY(false, "there is no such key here, or it is not for this connection"),
    UNUSABLE_KEY(false, "the added key cannot be used"),
    UNSUPPORTED(false, "the added key, or a constraint on it, is of a kind that is not supported"),
    NOBODY_TO_ASK(false, "the key wants each use confirmed, and there is nobody to ask"),
    KEYRING_FULL(false, "there is no room for another key"),
    NOT_CONFIRMED(false, "nobody confirmed the use of the key"),
    UNBOUND_USE(false, "a key for certain destinations was asked for over an unbound connection"),
    SIGN_ON_HOP(false, "a signature was asked for on a hop that only forwards"),
    DESTINATION_NOT_PERMITTED(false, "the key is not for this way, destination or user"),
    SESSION_OF_OTHER_HOST(false, "another host has bound this session"),
    TOO_MANY_BINDS(false, "more hops than any way has"),

    TOKEN(false, "keys on tokens are not taken"),
    NOT_OFFERED(false, "the agent cannot be changed, locked or given tokens by a peer"),
    UNKNOWN_EXTENSION(false, "an extension that this agent does not have"),
    UNKNOWN_REQUEST(false, "a request that this agent does not know"),
    MALFORMED(false, "the request is not well-formed"),
    SIGNING_FAILED(false, "the key could not sign");

    private final boolean allowed;
    private final String sentence;

    Reason(boolean allowed, String sentence) {
        this.allowed = allowed;
        this.sentence = sentence;
    }

    public boolean allowed() {
        return allowed;
    }

    public String sentence() {
        return sentence;
    }
}
