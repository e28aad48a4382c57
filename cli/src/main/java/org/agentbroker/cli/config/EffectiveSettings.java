package org.agentbroker.cli.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.cli.settings.Setting;
import org.agentbroker.cli.settings.Settings;
import org.agentbroker.cli.settings.Shape;

/** What counts of all that was given. Paths are whole; what may be secret is left out unless it is asked for. */
final class EffectiveSettings {
    private static final String HIDDEN = "…";

    private final boolean secrets;

    EffectiveSettings(boolean secrets) {
        this.secrets = secrets;
    }

    List<Effective> of(Loaded loaded, Collection<ConfiguredClient> clients) {
        List<Effective> all = new ArrayList<>();
        all.add(Effective.of("server", parts(Settings.SERVER, loaded.serverFields())));
        all.add(Effective.of("monitoring", parts(Settings.MONITORING, loaded.monitoringFields())));
        all.add(Effective.of("log", parts(Settings.LOG, loaded.logFields())));
        List<Effective> groups = clients.stream()
                .flatMap(client -> Stream.ofNullable(client.group()))
                .distinct()
                .map(group -> Effective.of(group, List.of()))
                .toList();
        if (!groups.isEmpty()) {
            // what they say stands in their clients
            all.add(Effective.of("groups", groups));
        }
        all.add(Effective.of(
                "clients",
                clients.stream()
                        .map(client -> Effective.of(client.name(), parts(Settings.CLIENT, client.fields())))
                        .toList()));
        return all;
    }

    private List<Effective> parts(Shape.Section section, Fields fields) {
        List<Effective> parts = new ArrayList<>();
        String[] exclusive = section.exclusive().toArray(String[]::new);
        Entry chosen = fields.oneOf(exclusive);
        for (Setting setting : section.settings()) {
            String name = setting.name();
            if (setting.shape() instanceof Shape.Section within) {
                parts.add(Effective.of(name, parts(within, fields.section(name))));
                continue;
            }
            boolean excluded = section.exclusive().contains(name)
                    && chosen != null
                    && !chosen.key().equals(name);
            Entry entry = excluded ? null : fields.entry(name);
            parts.add(
                    entry == null
                            ? new Effective(name, setting.usual(), unset(setting), List.of())
                            : new Effective(name, value(entry.value(), setting.shape()), source(entry), List.of()));
        }
        return parts;
    }

    private static String unset(Setting setting) {
        if (setting.usual() != null) {
            return "default";
        }
        boolean nothing = setting.note().equals("none") || setting.note().startsWith("required");
        return nothing ? "not set" : "default: " + setting.note().replace("`", "");
    }

    private static String source(Entry entry) {
        Place place = entry.value().place();
        return place.file() + ":" + place.line();
    }

    private Object value(Value value, Shape shape) {
        try {
            return read(value, shape);
        } catch (UnusableInput e) {
            throw new IllegalStateException(e); // INVARIANT: the parser has taken it
        }
    }

    private Object read(Value value, Shape shape) throws UnusableInput {
        if (shape instanceof Shape.Either either) {
            return read(value, fitting(value, either));
        } else if (shape instanceof Shape.Section section) {
            return mapping(value, section);
        } else if (shape instanceof Shape.Many many) {
            return value.each(item -> read(item, many.each()), "");
        } else if (shape instanceof Shape.Command) {
            List<String> words = value.texts();
            return secrets || words.size() < 2 ? words : List.of(words.get(0), HIDDEN);
        } else if (shape instanceof Shape.Web) {
            URI uri = URI.create(value.text());
            return secrets ? value.text() : uri.getScheme() + "://" + uri.getRawAuthority() + "/" + HIDDEN;
        } else if (shape instanceof Shape.HostKey) {
            return Pins.isLiteral(value.text()) ? value.text() : value.path().toString();
        } else if (shape instanceof Shape.File) {
            return value.path().toString();
        } else if (shape instanceof Shape.Whole whole) {
            return value.number(whole);
        } else if (shape instanceof Shape.Flag || shape instanceof Shape.Yes) {
            return value.flag();
        }
        return value.anyText();
    }

    private Map<String, Object> mapping(Value value, Shape.Section section) {
        Fields fields = Fields.of(value.name(), value.place(), value);
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (Setting setting : section.settings()) {
            Entry entry = fields.entry(setting.name());
            if (entry != null) {
                mapping.put(setting.name(), value(entry.value(), setting.shape()));
            }
        }
        return mapping;
    }

    private static Shape fitting(Value value, Shape.Either either) throws UnusableInput {
        for (Shape shape : either.shapes()) {
            if (fits(value, shape)) {
                return shape;
            }
        }
        throw new UnusableInput(value.name() + " fits nothing", "report it");
    }

    private static boolean fits(Value value, Shape shape) throws UnusableInput {
        if (shape instanceof Shape.Section || value.isMapping()) {
            return shape instanceof Shape.Section && value.isMapping();
        }
        if (shape instanceof Shape.Many || value.isList()) {
            return shape instanceof Shape.Many && value.isList();
        }
        return !(shape instanceof Shape.Word word) || word.words().contains(value.text());
    }
}
