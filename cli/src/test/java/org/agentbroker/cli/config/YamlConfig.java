package org.agentbroker.cli.config;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.agentbroker.cli.settings.Schema;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.JsonSchema;
import tools.jackson.databind.json.JsonMapper;

/** A config as somebody sees it who knows YAML and the schema, but not us. */
final class YamlConfig {
    private static final com.networknt.schema.Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Schema.text());

    private YamlConfig() {}

    static Object tree(String text) {
        return new Load(LoadSettings.builder().setSchema(new JsonSchema()).build()).loadFromString(text);
    }

    /** The first that the schema has against it. */
    static List<String> errors(String text) {
        return SCHEMA
                .validate(
                        JsonMapper.shared().valueToTree(tree(text)),
                        (ExecutionContext context) -> context.setFailFast(true))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
