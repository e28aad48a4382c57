package org.agentbroker.agent.key;

import org.agentbroker.agent.wire.Blob;

/** What an OpenSSH key file holds; {@code privateFields} are the fields after the type, without the comment. */
record OpenSshKey(String keyType, Blob publicBlob, byte[] privateFields, String comment) {}
