package org.agentbroker.broker.repository;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which archives a prune keeps, as {@code borg prune} counts them; 0 is no rule.
 *
 * @param within a number and {@code H}, {@code d}, {@code w}, {@code m} or {@code y}; empty for no rule
 */
public record Keep(String within, int last, int hourly, int daily, int weekly, int monthly, int yearly) {
    /** No rule at all. */
    public static final Keep NONE = new Keep("", 0, 0, 0, 0, 0, 0);

    /** Whether there is no rule: a prune by that would keep nothing. */
    public boolean isEmpty() {
        return words().isEmpty();
    }

    /** Options of borg. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (!within.isEmpty()) {
            words.add("--keep-within=" + within);
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("last", last);
        numbers.put("hourly", hourly);
        numbers.put("daily", daily);
        numbers.put("weekly", weekly);
        numbers.put("monthly", monthly);
        numbers.put("yearly", yearly);
        numbers.forEach((unit, number) -> {
            if (number > 0) {
                words.add("--keep-" + unit + "=" + number);
            }
        });
        return words;
    }
}
