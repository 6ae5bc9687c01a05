package io.fleettelemetry.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * Watches every test run: a call that blocks an event loop and a Netty buffer that was not released
 * fail the test class in which they show. JUnit finds this extension by its service file and makes
 * it before any test class is initialised, so that Netty is not there yet either.
 */
public final class RuntimeGuards implements AfterAllCallback {

  /** Once in a JVM, when this class is initialised. */
  private static final GuardReports REPORTS = install();

  /** What was found since the last look. */
  public static GuardReports reports() {
    return REPORTS;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    REPORTS.assertNone();
  }

  private static GuardReports install() {
    GuardReports reports = new GuardReports();
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Detectors(reports));
    BlockHound.Builder builder = BlockHound.builder();
    // Netty's own integration says that its threads, and so Vert.x's event loops, must not block.
    builder.loadIntegrations(new BlockingAllowances());
    builder.blockingMethodCallback(method -> report(method, reports));
    builder.install();
    return reports;
  }

  /** Throwing here would leave half-initialised classes behind, and fail every test after. */
  private static void report(BlockingMethod method, GuardReports reports) {
    StackTraceElement[] stack = new Throwable().getStackTrace();
    if (Arrays.stream(stack).noneMatch(RuntimeGuards::isClassInitializer)) {
      reports.add(
          Arrays.stream(stack)
              .map(frame -> "\n    at " + frame)
              .collect(Collectors.joining("", "blocked an event loop: " + method, "")));
    }
  }

  /** What a class does once in a JVM, such as the JDK's reading of net.properties, is let pass. */
  private static boolean isClassInitializer(StackTraceElement frame) {
    return frame.getMethodName().equals("<clinit>");
  }

  private static final class Detectors extends ResourceLeakDetectorFactory {
    private final GuardReports reports;

    Detectors(GuardReports reports) {
      this.reports = reports;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Netty's deprecation, not ours
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return newResourceLeakDetector(resource, samplingInterval);
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval) {
      return new Detector<>(resource, samplingInterval, reports);
    }
  }

  private static final String LETTUCE_CONNECTION =
      "io.lettuce.core.protocol.CommandHandler.channelRegistered";

  private static final class Detector<T> extends ResourceLeakDetector<T> {
    private final GuardReports reports;

    Detector(Class<T> resource, int samplingInterval, GuardReports reports) {
      super(resource, samplingInterval);
      this.reports = reports;
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      // Lettuce's own, one for each connection that has not ended when its client is shut down: it
      // is freed by the connection's end, which its threads then no longer see. Once for a client.
      if (!records.contains(LETTUCE_CONNECTION)) {
        reports.add("leaked " + resourceType + records);
      }
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      reports.add("leaked " + resourceType);
    }
  }
}
