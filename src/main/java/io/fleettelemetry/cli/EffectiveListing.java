package io.fleettelemetry.cli;

import io.fleettelemetry.config.EffectiveConfig;
import io.fleettelemetry.config.EffectiveConfig.Setting;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server goes by, for people and for programs. */
final class EffectiveListing {

  private static final int WIDEST_KEY = 45;
  private static final int WIDEST_VALUE = 30;

  private EffectiveListing() {}

  /** A line for each key, {@code key = value # origin}, aligned within each section. */
  static List<String> text(EffectiveConfig config) {
    Map<String, Map<String, Setting>> sections = new TreeMap<>();
    config
        .settings()
        .forEach(
            (path, setting) ->
                sections
                    .computeIfAbsent(section(path), s -> new LinkedHashMap<>())
                    .put(path, setting));
    List<String> lines = new ArrayList<>();
    sections.values().forEach(section -> addSection(section, lines));
    return lines;
  }

  /** The keys outside of any section come first. */
  private static String section(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private static void addSection(Map<String, Setting> section, List<String> lines) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    int key = width(section.keySet(), WIDEST_KEY);
    int value =
        width(section.values().stream().map(EffectiveListing::value).toList(), WIDEST_VALUE);
    String format = "%%-%ds = %%-%ds  # %%s".formatted(key, value);
    section.forEach(
        (path, setting) -> lines.add(format.formatted(path, value(setting), setting.origin())));
  }

  private static int width(Iterable<String> texts, int widest) {
    int width = 1;
    for (String text : texts) {
      width = Math.max(width, Math.min(text.length(), widest));
    }
    return width;
  }

  /** As JSON, so that texts and numbers can be told apart and no value breaks its line. */
  private static String value(Setting setting) {
    return setting.value() == null ? "(not set)" : Json.encode(setting.value());
  }

  /** One object: {@code {"port": {"value": 443, "origin": "default"}}}. */
  static String json(EffectiveConfig config) {
    JsonObject json = new JsonObject();
    config
        .settings()
        .forEach(
            (path, setting) ->
                json.put(
                    path,
                    new JsonObject()
                        .put("value", setting.value())
                        .put("origin", setting.origin())));
    return json.encodePrettily();
  }
}
