package org.agentbroker.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A key of a mapping, its place and what stands behind it. */
record Entry(String key, Place place, Value value) {

    /** Every key once; one that is given twice is a problem. */
    static Map<String, Entry> all(String owner, MappingNode mapping, Value value) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple pair : mapping.getValue()) {
            Place at = Place.of(value.source().file(), pair.getKeyNode());
            if (!(pair.getKeyNode() instanceof ScalarNode key) || key.getValue().isEmpty()) {
                value.problems().add(at, "a key of " + owner + " is not a word", "write it as in key: value");
                continue;
            }
            Value behind = new Value(key.getValue(), pair.getValueNode(), value.source(), value.problems());
            Entry first = entries.putIfAbsent(key.getValue(), new Entry(key.getValue(), at, behind));
            if (first != null) {
                value.problems().add(at, key.getValue() + " is given twice", "keep one; the first is " + first.place());
            }
        }
        return entries;
    }
}
