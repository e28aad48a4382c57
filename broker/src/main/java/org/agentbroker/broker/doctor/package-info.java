/**
 * Proves the links between broker, client and server, one after the other, and then plays the attacker: what must be
 * refused is tried. Finds out by real pulls with a script in borg's place, decides by what broker itself has seen where it
 * can, and by the client's word where it cannot.
 */
@NullMarked
package org.agentbroker.broker.doctor;

import org.jspecify.annotations.NullMarked;
