package io.fleettelemetry.simulator.trip;

import java.util.ArrayList;
import java.util.List;

/**
 * Drives a route once round, from the first stop back to it, and writes down where the vehicle is
 * at each record: every few seconds on the road, and by each stop's phases where it stands.
 */
final class Drive {
  /** Seconds from one record to the next on the road. */
  static final int INTERVAL = 5;

  /** A vehicle backs out so fast, and is so far behind its stop then. */
  private static final double REVERSE_SPEED = 0.6;

  private static final double REVERSED_METERS = 2;

  /** Points of the line that navigation draws: so far apart, and so many at most. */
  private static final double LINE_METERS = 400;

  private static final int LINE_POINTS = 40;

  private final Route route;
  private final SpeedProfile profile;
  private final List<Motion> motions = new ArrayList<>();
  private double seconds;
  private double recorded;
  private double heading;
  private Leg leg;

  private Drive(Route route) {
    this.route = route;
    this.profile = new SpeedProfile(route);
    this.heading = route.at(0).heading();
  }

  /** The records of one lap; the one after the last is the first again. */
  static List<Motion> around(Route route) {
    Drive drive = new Drive(route);
    drive.lap();
    return List.copyOf(drive.motions);
  }

  private void lap() {
    leg = leg(0);
    for (int cell = 0, round = 0; cell < profile.cells(); cell++) {
      double from = profile.speed(cell);
      double to = profile.speed(cell + 1);
      double took = SpeedProfile.CELL_METERS * 2 / (from + to);
      double due = recorded + INTERVAL;
      if (seconds + took >= due) {
        double share = (due - seconds) / took;
        double meters = (cell + share) * SpeedProfile.CELL_METERS;
        record(due, meters, from + (to - from) * share, (to - from) / took, round++);
      }
      seconds += took;
      Stop stop = profile.stop(cell + 1);
      if (stop != Stop.NONE) {
        stand(stop, (cell + 1) * SpeedProfile.CELL_METERS);
        round = 0;
        boolean parking = stop.isParking() && cell + 1 < profile.cells();
        leg = parking ? leg(cell + 1) : leg;
      }
    }
  }

  private void record(double at, double meters, double speed, double acceleration, int round) {
    Place place = route.at(meters);
    double turn = Math.IEEEremainder(place.heading() - heading, 360);
    double turnRate = Math.toRadians(turn) / (at - recorded);
    Activity driving = Activity.DRIVING;
    motions.add(
        new Motion(
            at,
            at - recorded,
            meters,
            speed,
            acceleration,
            turnRate,
            place,
            driving,
            round,
            0,
            leg));
    heading = place.heading();
    recorded = at;
  }

  /** All records of one stop. */
  private void stand(Stop stop, double meters) {
    for (Phase phase : Phase.of(stop)) {
      for (int round = 0; round < phase.records(); round++) {
        seconds += phase.seconds();
        motions.add(standing(phase, round, meters));
        recorded = seconds;
      }
    }
    heading = route.at(meters).heading();
  }

  private Motion standing(Phase phase, int round, double stopMeters) {
    Activity activity = phase.activity();
    boolean outOfPlace = activity == Activity.REVERSING || activity == Activity.SHIFTING;
    double behind = outOfPlace ? REVERSED_METERS : 0;
    double speed = activity == Activity.REVERSING ? REVERSE_SPEED : 0;
    return new Motion(
        seconds,
        seconds - recorded,
        stopMeters,
        speed,
        0,
        0,
        route.at(stopMeters - behind),
        activity,
        round,
        phase.records(),
        leg);
  }

  /** The drive that begins at this cell. */
  private Leg leg(int from) {
    int to = from + 1;
    while (!profile.stop(to).isParking()) {
      to++;
    }
    double start = from * SpeedProfile.CELL_METERS;
    double end = to * SpeedProfile.CELL_METERS;
    double spacing = Math.max(LINE_METERS, (end - start) / LINE_POINTS);
    Polyline line = new Polyline();
    for (double meters = start; meters < end; meters += spacing) {
      line.add(route.at(meters).latitude(), route.at(meters).longitude());
    }
    Place destination = route.at(end);
    line.add(destination.latitude(), destination.longitude());
    return new Leg(profile.stop(to), route.at(start), destination, end, line.toBase64());
  }
}
