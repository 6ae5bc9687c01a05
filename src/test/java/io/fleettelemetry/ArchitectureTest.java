package io.fleettelemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.fleettelemetry.telemetry.RecordType;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Which package may use which, and what no package may do. */
class ArchitectureTest {

  private static final String ROOT = "io.fleettelemetry";

  /**
   * What a package may use besides itself. A name stands for the packages below it too, unless they
   * have a row of their own; {@code *} is all. What protoc generates is {@code proto}.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("telemetry", Set.of()),
          Map.entry("proto", Set.of()),
          Map.entry("config", Set.of("telemetry")),
          Map.entry("auth", Set.of("telemetry")),
          Map.entry("pki", Set.of()),
          Map.entry("protocol", Set.of("telemetry")),
          Map.entry("transform", Set.of("telemetry", "proto")),
          Map.entry("bus", Set.of("telemetry")),
          Map.entry("metrics", Set.of("config", "telemetry")),
          Map.entry("logging", Set.of("config")),
          Map.entry(
              "server",
              Set.of(
                  "telemetry",
                  "config",
                  "auth",
                  "pki",
                  "protocol",
                  "transform",
                  "bus",
                  "metrics",
                  "logging",
                  "proto")),
          Map.entry("dispatch", Set.of("bus", "config", "metrics", "pki", "telemetry")),
          Map.entry("dispatch.kafka", Set.of("dispatch", "config", "metrics", "pki", "telemetry")),
          Map.entry(
              "dispatch.file", Set.of("dispatch", "config", "metrics", "telemetry", "transform")),
          Map.entry(
              "dispatch.logger",
              Set.of(
                  "dispatch", "config", "metrics", "telemetry", "transform", "proto", "logging")),
          Map.entry("dispatch.zmq", Set.of("dispatch", "config", "metrics", "telemetry")),
          Map.entry(
              "dispatch.mqtt",
              Set.of("dispatch", "config", "metrics", "telemetry", "transform", "proto")),
          Map.entry("dispatch.redis", Set.of("dispatch", "config", "metrics", "telemetry")),
          Map.entry("dispatch.custom", Set.of("dispatch", "config", "metrics", "telemetry")),
          Map.entry("monitoring", Set.of("config", "metrics")),
          Map.entry("simulator", Set.of("telemetry", "protocol", "proto", "pki", "simulator.trip")),
          Map.entry("simulator.trip", Set.of("telemetry", "proto")),
          Map.entry("cli", Set.of("*")));

  /** Libraries that few packages may see: a system's SDK is its dispatcher's alone, for one. */
  private static final Map<String, List<String>> AT_HOME =
      Map.of(
          "org.apache.kafka..", List.of("dispatch.kafka"),
          "org.zeromq..", List.of("dispatch.zmq"),
          "com.hivemq..", List.of("dispatch.mqtt"),
          "io.lettuce..", List.of("dispatch.redis"),
          "com.github.luben..", List.of("dispatch.file"),
          "org.HdrHistogram..", List.of("simulator"),
          "org.bouncycastle..", List.of("pki"),
          "ch.qos.logback..", List.of("logging"));

  private static final JavaClasses CLASSES = importProduction();

  @Test
  void packagesUseWhatTheirRowNames() {
    check(
        classes()
            .that(are("are below the root package", c -> !row(c).isEmpty()))
            .should(stayInTheirRow()));
  }

  @Test
  void noCycleBetweenPackages() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyMainExitsTheProcess() {
    DescribedPredicate<JavaClass> notMain =
        are("are not Main", c -> !c.getName().startsWith(ROOT + ".Main"));
    check(noClasses().that(notMain).should().callMethod(System.class, "exit", int.class));
    check(noClasses().that(notMain).should().callMethod(Runtime.class, "halt", int.class));
    check(noClasses().should().callMethod(Runtime.class, "exit", int.class));
  }

  @Test
  void librariesStayAtHome() {
    AT_HOME.forEach(
        (library, homes) ->
            check(
                noClasses()
                    .that()
                    .resideOutsideOfPackages(
                        homes.stream().map(h -> ROOT + "." + h + "..").toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(library)));
  }

  @Test
  void pureFunctionsKnowNoEventLoop() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".telemetry..",
                ROOT + ".auth..",
                ROOT + ".protocol..",
                ROOT + ".transform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty.."));
  }

  @Test
  void noMutableStatic() {
    check(fields().that().areStatic().should().beFinal());
    check(
        fields()
            .that()
            .areStatic()
            .should()
            .notHaveRawType(are("mutable by design", ArchitectureTest::isMutable)));
  }

  @Test
  void everyPackageSaysWhatItOwns() {
    Path sources = Path.of("src/main/java");
    List<String> silent =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(
                name ->
                    !Files.exists(
                        sources.resolve(name.replace('.', '/')).resolve("package-info.java")))
            .toList();
    assertEquals(List.of(), silent, "packages without a package-info");
  }

  private static boolean isMutable(JavaClass type) {
    return type.getPackageName().equals("java.util.concurrent.atomic")
        || type.isAssignableTo(ConcurrentMap.class)
        || type.isAssignableTo(Queue.class)
        || type.isAssignableTo(ThreadLocal.class);
  }

  private static JavaClasses importProduction() {
    URL location = RecordType.class.getProtectionDomain().getCodeSource().getLocation();
    JavaClasses classes = new ClassFileImporter().importUrl(location);
    assertFalse(classes.isEmpty(), "no classes in " + location);
    return classes.that(are("are written by hand", c -> !row(c).equals("proto")));
  }

  /** A rule about a package that is not there yet holds. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static ArchCondition<JavaClass> stayInTheirRow() {
    return new ArchCondition<>("use what their package's row names") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
          JavaClass to = dependency.getTargetClass().getBaseComponentType();
          if (to.getPackageName().startsWith(ROOT) && !mayUse(row(from), row(to))) {
            events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayUse(String from, String to) {
    Set<String> allowed = MAY_USE.get(from);
    if (allowed == null) {
      throw new AssertionError("no row in the table for package " + from);
    }
    return from.equals(to) || allowed.contains(to) || allowed.contains("*");
  }

  /** The row of a class: the longest one that its package is or is below; empty for the root. */
  private static String row(JavaClass type) {
    String name = type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "");
    String row = name;
    while (!row.isEmpty() && !MAY_USE.containsKey(row)) {
      row = row.substring(0, Math.max(0, row.lastIndexOf('.')));
    }
    return row.isEmpty() ? name : row;
  }

  private static DescribedPredicate<JavaClass> are(String what, Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(what, predicate);
  }
}
