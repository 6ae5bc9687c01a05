package io.fleettelemetry;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Consumer;

/**
 * Signals of the process, as the JVM gives them away. Its classes for that are not named in the
 * source: javac warns of them and cannot be told not to. The handler is made as a lambda is, since
 * a proxy takes ten times as long to make.
 */
final class JvmSignals {

  private final Consumer<String> listener;

  /**
   * @param listener gets the name of each signal that is handled, {@code TERM}, on a thread of its
   *     own
   */
  JvmSignals(Consumer<String> listener) {
    this.listener = listener;
  }

  /**
   * Handles a signal from now on. One that the JVM does not give away, as with {@code -Xrs}, does
   * what the system does with it.
   */
  void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              handler(handler, signal, () -> listener.accept(name)));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException(e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the source would say as {@code SignalHandler handler = signal -> task.run()}. */
  private static Object handler(Class<?> handler, Class<?> signal, Runnable task)
      throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType takesSignal = MethodType.methodType(void.class, signal);
    MethodHandle run =
        lookup.findStatic(
            JvmSignals.class,
            "run",
            MethodType.methodType(void.class, Runnable.class, Object.class));
    try {
      return LambdaMetafactory.metafactory(
              lookup,
              "handle",
              MethodType.methodType(handler, Runnable.class),
              takesSignal,
              run,
              takesSignal)
          .getTarget()
          .invoke(task);
    } catch (Throwable e) {
      throw new ReflectiveOperationException(e);
    }
  }

  /** Called by what {@link #handler} makes. */
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by its name and type
  private static void run(Runnable task, Object signal) {
    task.run();
  }
}
