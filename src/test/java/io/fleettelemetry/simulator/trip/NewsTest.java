package io.fleettelemetry.simulator.trip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.proto.vehicledata.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewsTest {
  private static final List<Moment> LAP =
      Journey.moments(Car.FLEET.get(0), Drive.around(BayLoop.route()));

  @Test
  void tellsWhatChangedAtItsPaceAndTheRestNowAndThen() {
    News news =
        new News(
            List.of(
                Signal.always(Field.Location, m -> Values.of(true)),
                Signal.every(5, Field.Odometer, m -> Values.of(m.index())),
                Signal.setting(Field.RightHandDrive, Values.of(false))));
    int odometer = 0;
    int setting = 0;
    for (Moment moment : LAP.subList(0, 400)) {
      List<Field> fields = news.next(moment).stream().map(News.Item::field).toList();
      assertTrue(fields.contains(Field.Location));
      odometer += fields.contains(Field.Odometer) ? 1 : 0;
      setting += fields.contains(Field.RightHandDrive) ? 1 : 0;
    }
    assertEquals(80, odometer, 1);
    assertEquals(2, setting);
  }

  @Test
  void moreThanARecordHoldsWaitsAndUrgentThingsGoFirst() {
    List<Signal> signals = new ArrayList<>();
    for (int number = 1; number <= 30; number++) {
      signals.add(Signal.every(30, Field.forNumber(number), m -> Values.of(m.index())));
    }
    signals.add(Signal.urgent(Field.Locked, m -> Values.of(m.index())));
    News news = new News(signals);
    Set<Field> told = new HashSet<>();
    for (Moment moment : LAP.subList(0, 60)) {
      List<News.Item> items = news.next(moment);
      assertTrue(items.size() <= News.LIMIT);
      assertEquals(Field.Locked, items.get(0).field());
      items.forEach(item -> told.add(item.field()));
    }
    assertEquals(31, told.size());
  }
}
