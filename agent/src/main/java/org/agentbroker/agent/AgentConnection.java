package org.agentbroker.agent;

/**
 * One peer of an agent. A carrier cuts the peer's bytes into messages and hands them in one after the other, by one
 * thread at a time; {@link AgentStream} does so for a pair of streams.
 */
public interface AgentConnection extends AutoCloseable {
    /** Longest message taken, in bytes, without its length field. A peer that announces more is to be cut off. */
    int largestRequest();

    /**
     * The answer to one message. May take long: a signature may have to be confirmed by a person first.
     *
     * @param message without its length field, as {@code FrameDecoder} gives it; may hold a private key, so the carrier
     *     wipes it afterwards
     * @return with its length field
     */
    byte[] answer(byte[] message);

    /** To be called by the carrier when the peer's bytes are no messages; the carrier then closes the connection. */
    void tooLarge();

    /** Makes room for another connection. May be called again. */
    @Override
    void close();
}
