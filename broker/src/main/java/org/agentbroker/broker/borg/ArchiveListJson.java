package org.agentbroker.broker.borg;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code borg list --json} prints, {@code {"archives": [{"name", "id", "time"}, …], …}}, with UTC for its zone. */
public final class ArchiveListJson {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private ArchiveListJson() {}

    /** Nothing when it is no such document, or only a part of one. */
    public static Optional<List<ListedArchive>> read(byte[] output) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), output)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Optional<List<ListedArchive>> archives = Optional.empty();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = json.currentName().equals("archives");
                if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
                    archives = Optional.of(archives(json));
                } else {
                    json.skipChildren();
                }
            }
            return archives;
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static List<ListedArchive> archives(JsonParser json) {
        List<ListedArchive> archives = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            archives.add(archive(json));
        }
        return archives;
    }

    private static ListedArchive archive(JsonParser json) {
        String name = "";
        String id = "";
        Instant made = Instant.EPOCH;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                json.skipChildren();
                continue;
            }
            switch (field) {
                case "name" -> name = json.getString();
                case "id" -> id = json.getString();
                case "time" -> made = time(json.getString());
                default -> {}
            }
        }
        return new ListedArchive(name, id, made);
    }

    private static Instant time(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
