/**
 * SFTP, version 3 (draft-ietf-secsh-filexfer-02): the few requests that broker makes itself, and which of another program's
 * it lets through. Knows no transport.
 */
@NullMarked
package org.agentbroker.broker.sftp;

import org.jspecify.annotations.NullMarked;
