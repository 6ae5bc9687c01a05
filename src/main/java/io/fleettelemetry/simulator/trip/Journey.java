package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * One car's lap, all its records encoded. Immutable.
 *
 * @param car that drives it
 * @param steps its records; after the last comes the first
 * @param scenes steps that are worth beginning at: there is something to see soon after
 */
record Journey(Car car, List<Step> steps, List<Integer> scenes) {

  /** Records in which all that a vehicle has to say at first has been said. */
  private static final int LEAD_IN = 60;

  /** Encodes a lap for a car. */
  static Journey encode(Car car, List<Motion> lap) {
    List<Moment> moments = moments(car, lap);
    News news = new News(SignalCatalogue.of(car));
    // What is new at the beginning depends on what was told before.
    moments.subList(moments.size() - LEAD_IN, moments.size()).forEach(news::next);
    List<Step> steps = new ArrayList<>();
    int[] firstSteps = new int[moments.size()];
    Moment before = moments.get(moments.size() - 1);
    for (Moment moment : moments) {
      steps.addAll(incidents(before, moment));
      firstSteps[moment.index()] = steps.size();
      steps.add(SignalsStep.encode(car.firmware(), news.next(moment)));
      before = moment;
    }
    List<Integer> scenes = Scenes.of(lap).stream().map(index -> firstSteps[index]).toList();
    return new Journey(car, List.copyOf(steps), scenes);
  }

  /** The moments of a lap, one for each of its motions. */
  static List<Moment> moments(Car car, List<Motion> lap) {
    List<Charge> charges = Battery.along(car, lap);
    int last = lap.size() - 1;
    double miles = lap.get(last).leg().endMeters() / Units.METERS_PER_MILE;
    Moment.LapTotals totals = new Moment.LapTotals(miles, charges.get(last));
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      moments.add(new Moment(i, car, lap.get(i), charges.get(i), totals));
    }
    return moments;
  }

  private static List<Step> incidents(Moment before, Moment now) {
    List<Step> steps = new ArrayList<>();
    for (Alert alert : Alert.ALL) {
      boolean lasts = alert.lasts().test(now);
      if (lasts != alert.lasts().test(before)) {
        steps.add(new AlertStep(alert, lasts, now.car().firmware()));
      }
    }
    if (now.activity() != before.activity() && now.activity() == Activity.BOARDING) {
      steps.add(error(now));
    }
    return steps;
  }

  private static Step error(Moment now) {
    if (now.isAt(Stop.CHARGER)) {
      return new ErrorStep("field_not_read", Field.GpsState.name(), "no fix for 30 s");
    }
    return new ErrorStep("field_not_known", "DashcamState", "this firmware has no such field");
  }
}
