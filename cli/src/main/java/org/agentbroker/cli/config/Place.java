package org.agentbroker.cli.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Where something stands; line and column count from 1, and are 0 for a file as a whole or an option. */
record Place(String file, int line, int column) {
    static Place in(String file) {
        return new Place(file, 0, 0);
    }

    static Place of(String file, Node node) {
        return of(file, node.getStartMark());
    }

    static Place of(String file, Optional<Mark> mark) {
        return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(in(file));
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
