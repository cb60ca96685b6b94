// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the resources of docs/deploying.md to what the Flink Kubernetes operator publishes: the
 * fields of FlinkDeployment and FlinkSessionJob, v1beta1, in its releases 1.13 to 1.15.
 */
class DeployingTest {

  private static final Path FOLDER = Pages.ROOT.resolve("docs/deploying");

  /** What a field holds: a word of its own for each type that these resources need. */
  private static final Map<String, Map<String, String>> SPECS =
      Map.of(
          "FlinkDeployment",
          Map.ofEntries(
              Map.entry("image", "text"),
              Map.entry("imagePullPolicy", "text"),
              Map.entry("flinkVersion", "v1_20|v2_0|v2_1|v2_2"),
              Map.entry("mode", "native|standalone"),
              Map.entry("serviceAccount", "text"),
              Map.entry("flinkConfiguration", "options"),
              Map.entry("jobManager", "process"),
              Map.entry("taskManager", "process"),
              Map.entry("job", "job")),
          "FlinkSessionJob",
          Map.of("deploymentName", "text", "job", "job", "flinkConfiguration", "options"));

  private static final Map<String, String> PROCESS =
      Map.of("resource", "resource", "replicas", "n");

  private static final Map<String, String> RESOURCE =
      Map.of("memory", "text", "cpu", "number", "ephemeralStorage", "text");

  private static final Map<String, String> JOB =
      Map.of(
          "jarURI", "text",
          "entryClass", "text",
          "args", "list",
          "parallelism", "n",
          "upgradeMode", "savepoint|last-state|stateless",
          "state", "running|suspended",
          "initialSavepointPath", "text",
          "allowNonRestoredState", "flag");

  @ParameterizedTest
  @ValueSource(strings = {"application.yaml", "session-cluster.yaml"})
  void everyFieldIsOneOfTheOperator(String file) throws IOException {
    List<JsonNode> resources = read(file);

    assertThat(resources).isNotEmpty();
    for (JsonNode resource : resources) {
      assertThat(names(resource))
          .containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
      assertThat(resource.get("apiVersion").asText()).isEqualTo("flink.apache.org/v1beta1");
      assertThat(resource.get("metadata").get("name").asText()).matches("[a-z][a-z0-9-]{0,44}");
      String kind = resource.get("kind").asText();
      assertThat(SPECS).containsKey(kind);
      check(kind, resource.get("spec"), SPECS.get(kind));
    }
  }

  @Test
  void aSessionJobNamesItsCluster() throws IOException {
    List<JsonNode> resources = read("session-cluster.yaml");

    assertThat(resources.get(1).get("spec").get("deploymentName"))
        .isEqualTo(resources.get(0).get("metadata").get("name"));
  }

  @Test
  void theJobIsThatOfTheQuickStart() throws IOException {
    for (String file : List.of("application.yaml", "session-cluster.yaml")) {
      List<JsonNode> resources = read(file);
      String name =
          resources.get(resources.size() - 1).get("spec").get("job").get("entryClass").asText();

      assertThat(Pages.ROOT.resolve("examples/quick-start/src/main/java"))
          .satisfies(
              sources ->
                  assertThat(sources.resolve(name.replace('.', '/') + ".java")).isRegularFile());
    }
  }

  /** The default of CacheSettings for each of four operators and each slot. */
  @Test
  void theHeapHasRoomForTheCaches() throws IOException {
    JsonNode spec = read("application.yaml").get(0).get("spec");
    Map<String, String> options = options(spec.get("flinkConfiguration"));
    options.put("taskmanager.memory.process.size", memory(spec.get("taskManager")));

    MemorySize heap =
        TaskExecutorProcessUtils.processSpecFromConfig(Configuration.fromMap(options))
            .getTaskHeapSize();

    int slots = Integer.parseInt(options.get("taskmanager.numberOfTaskSlots"));
    assertThat(heap.getMebiBytes()).isGreaterThan(2 * slots * 4 * 64).isBetween(1_700, 1_900);
  }

  private static void check(String where, JsonNode node, Map<String, String> fields) {
    node.properties()
        .forEach(
            entry -> {
              String path = where + "." + entry.getKey();
              assertThat(fields).as(path).containsKey(entry.getKey());
              check(path, entry.getValue(), fields.get(entry.getKey()));
            });
  }

  private static void check(String path, JsonNode value, String type) {
    switch (type) {
      case "text" -> assertThat(value.isTextual()).as(path).isTrue();
      case "number" -> assertThat(value.isNumber()).as(path).isTrue();
      case "n" -> assertThat(value.isInt()).as(path).isTrue();
      case "flag" -> assertThat(value.isBoolean()).as(path).isTrue();
      case "list" -> assertThat(value.isArray()).as(path).isTrue();
      case "process" -> check(path, value, PROCESS);
      case "resource" -> check(path, value, RESOURCE);
      case "job" -> check(path, value, JOB);
      case "options" -> checkOptions(path, value);
      default -> assertThat(value.asText()).as(path).matches(type);
    }
  }

  /** An option that Flink does not know would be taken for granted by the operator, too. */
  private static void checkOptions(String path, JsonNode value) {
    Map<String, ConfigOption<?>> known = new HashMap<>();
    for (Class<?> options :
        List.of(
            CheckpointingOptions.class,
            StateBackendOptions.class,
            HighAvailabilityOptions.class,
            PipelineOptions.class,
            RestartStrategyOptions.class,
            TaskManagerOptions.class)) {
      for (Field field : options.getFields()) {
        if (field.getType() == ConfigOption.class) {
          ConfigOption<?> option = constant(field);
          known.put(option.key(), option);
        }
      }
    }
    Map<String, String> options = options(value);
    Configuration configuration = Configuration.fromMap(options);
    for (String key : options.keySet()) {
      assertThat(known).as(path).containsKey(key);
      assertThat((Object) configuration.get(known.get(key))).as(key).isNotNull();
    }
  }

  private static ConfigOption<?> constant(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> options(JsonNode node) {
    Map<String, String> options = new HashMap<>();
    node.properties()
        .forEach(
            entry -> {
              assertThat(entry.getValue().isTextual())
                  .as("%s is text, as older operators demand", entry.getKey())
                  .isTrue();
              options.put(entry.getKey(), entry.getValue().asText());
            });
    return options;
  }

  private static String memory(JsonNode process) {
    return process.get("resource").get("memory").asText();
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<JsonNode> read(String file) throws IOException {
    YAMLFactory yaml = new YAMLFactory();
    List<JsonNode> resources = new ArrayList<>();
    try (var parser = yaml.createParser(Files.readString(FOLDER.resolve(file)))) {
      new ObjectMapper(yaml).readValues(parser, JsonNode.class).forEachRemaining(resources::add);
    }
    return resources;
  }
}
