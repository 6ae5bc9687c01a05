package io.fleettelemetry.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Replaces variables in one value of the file, and remembers where what is put in came from. */
final class Replacement implements Substitution.Listener {

  /** The origin of what the file itself gives. */
  static final String FILE = "file";

  private final Substitution substitution;
  private final Consumer<String> complaints;
  private final Set<String> origins = new LinkedHashSet<>();
  private final Set<Path> files = new LinkedHashSet<>();

  /**
   * @param complaints gets the rule of what cannot be replaced
   */
  Replacement(Substitution substitution, Consumer<String> complaints) {
    this.substitution = substitution;
    this.complaints = complaints;
  }

  /** The value with all texts in it replaced. */
  Object replace(Object written) {
    if (written instanceof String text) {
      return substitution.apply(text, this).orElse("");
    }
    if (written instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(replace(element)));
      return copy;
    }
    if (written instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, element) -> copy.put(String.valueOf(name), replace(element)));
      return copy;
    }
    return written;
  }

  /** The file, or what it refers to. */
  String origin() {
    boolean fromElsewhere =
        origins.stream().anyMatch(o -> o.startsWith("environment ") || o.startsWith("@file:"));
    String all = String.join(", ", origins);
    return fromElsewhere ? all : all.isEmpty() ? FILE : FILE + ", " + all;
  }

  @Override
  public void origin(String origin) {
    origins.add(origin);
  }

  /** The files whose content is put in, and those that could not be read. */
  Set<Path> files() {
    return files;
  }

  @Override
  public void file(Path path) {
    files.add(path);
  }

  @Override
  public void complaint(String rule) {
    complaints.accept(rule);
  }
}
