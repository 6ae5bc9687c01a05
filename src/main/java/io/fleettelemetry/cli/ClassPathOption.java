package io.fleettelemetry.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where classes of the operator's own are: dispatchers, and what other languages take. */
final class ClassPathOption {

  private static final String NAME = "--class-path";
  private static final String ALL_JARS = "*";

  @Option(
      names = NAME,
      paramLabel = "PATH",
      description =
          "Jars and directories of classes for dispatchers of your own, separated as on Java's class"
              + " path; DIR/* is every jar in DIR. May be given again.")
  private List<String> paths = List.of();

  /** These, and what was given before the command's name. */
  ClassPathOption or(ClassPathOption before) {
    ClassPathOption both = new ClassPathOption();
    both.paths = new ArrayList<>(paths);
    both.paths.addAll(before.paths);
    return both;
  }

  /**
   * Lets this thread, and those that it starts, find these classes besides the program's own.
   *
   * @param command whose error it is when one is not there
   */
  void install(CommandLine command) {
    if (paths.isEmpty()) {
      return;
    }
    List<URL> urls = new ArrayList<>();
    for (String path : paths) {
      for (String part : path.split(Pattern.quote(File.pathSeparator), -1)) {
        if (!part.isEmpty()) {
          urls.addAll(urls(part, command));
        }
      }
    }
    ClassLoader own = ClassPathOption.class.getClassLoader();
    // Open until the process ends: classes are looked for as they are needed.
    @SuppressWarnings("resource")
    URLClassLoader all = new URLClassLoader(urls.toArray(URL[]::new), own);
    Thread.currentThread().setContextClassLoader(all);
  }

  private static List<URL> urls(String part, CommandLine command) {
    try {
      boolean jars = part.endsWith(ALL_JARS);
      Path path =
          Path.of(jars ? part.substring(0, part.length() - ALL_JARS.length()) : part)
              .toAbsolutePath();
      if (jars && Files.isDirectory(path)) {
        return jars(path);
      }
      if (!jars && Files.isReadable(path)) {
        return List.of(url(path));
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw new ParameterException(
        command, "%s: %s — must be a jar or a directory that can be read".formatted(NAME, part));
  }

  private static List<URL> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(ClassPathOption::url)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
