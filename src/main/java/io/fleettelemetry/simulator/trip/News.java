package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses what each record tells, as a vehicle does: what is new since it was told last, at the
 * pace of each signal, urgent things first and then what has waited longest; and now and then what
 * has not changed. What finds no room waits for the next record.
 */
final class News {
  /** Fields in one record at most. */
  static final int LIMIT = 10;

  private static final Comparator<Teller> ORDER =
      Comparator.comparing((Teller teller) -> !teller.signal.urgent())
          .thenComparing(Comparator.comparingInt((Teller teller) -> teller.overdue).reversed());

  private final List<Teller> tellers = new ArrayList<>();

  News(List<Signal> signals) {
    for (Signal signal : signals) {
      tellers.add(new Teller(signal));
    }
  }

  /** A field and what is to be said about it. */
  record Item(Field field, Reading reading) {}

  /** What the next record tells; one to {@link #LIMIT} items. */
  List<Item> next(Moment moment) {
    List<Teller> due = new ArrayList<>();
    for (Teller teller : tellers) {
      if (teller.isDue(moment)) {
        due.add(teller);
      }
    }
    due.sort(ORDER);
    return due.stream().limit(LIMIT).map(Teller::tell).toList();
  }

  /** One signal, and what was told about it last. */
  private static final class Teller {
    private final Signal signal;
    private int age;
    private int overdue;
    private Reading told;
    private Reading current;

    Teller(Signal signal) {
      this.signal = signal;
      // Those that hardly ever change are not all told at once.
      this.age = signal.field().getNumber() * 7 % (signal.repeat() + 1);
    }

    boolean isDue(Moment moment) {
      age++;
      overdue = age - signal.every();
      if (overdue < 0) {
        return false;
      }
      current = signal.reading().apply(moment);
      return age >= signal.repeat() || !current.equals(told);
    }

    Item tell() {
      age = 0;
      told = current;
      return new Item(signal.field(), current);
    }
  }
}
