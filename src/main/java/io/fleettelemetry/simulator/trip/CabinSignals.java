package io.fleettelemetry.simulator.trip;

import static io.fleettelemetry.simulator.trip.Signal.every;
import static io.fleettelemetry.simulator.trip.Signal.onChange;
import static io.fleettelemetry.simulator.trip.Signal.reading;

import io.fleettelemetry.proto.vehicledata.DisplayState;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.MediaStatus;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.List;
import java.util.function.Function;

/** What the driver sees and hears: navigation, display, music. */
final class CabinSignals {
  private static final List<Track> TRACKS =
      List.of(
          new Track("Road to Nowhere Near", "The Ohm Meters", "Torque", 214),
          new Track("Slow Charge", "Kilo & Watt", "Grid Songs", 187),
          new Track("Page Mill Blues", "Foothill Four", "Expressway", 243));

  /** A piece of music; {@code seconds} long. */
  private record Track(String title, String artist, String album, int seconds) {}

  private static final List<Signal> ALL =
      List.of(
          onChange(Field.DestinationName, m -> guided(m, Values.of(m.motion().leg().to().title()))),
          onChange(
              Field.DestinationLocation, m -> guided(m, Values.of(m.motion().leg().destination()))),
          onChange(Field.OriginLocation, m -> guided(m, Values.of(m.motion().leg().origin()))),
          onChange(Field.RouteLine, m -> guided(m, Values.of(m.motion().leg().line()))),
          every(10, Field.MilesToArrival, m -> guided(m, Values.real(m.milesToGo(), 2))),
          every(12, Field.MinutesToArrival, m -> guided(m, Values.real(minutesToGo(m), 1))),
          every(20, Field.ExpectedEnergyPercentAtTripArrival, m -> guided(m, energyThere(m))),
          every(40, Field.RouteTrafficMinutesDelay, m -> guided(m, Values.real(delay(m), 1))),
          reading(1, Field.RouteLastUpdated, CabinSignals::routeUpdate),
          onChange(Field.LocatedAtHome, m -> Values.of(m.isAt(Stop.HOME))),
          onChange(Field.LocatedAtWork, m -> Values.of(false)),
          onChange(Field.LocatedAtFavorite, m -> Values.of(m.isAt(Stop.SHOPS))),
          onChange(Field.HomelinkNearby, m -> Values.of(m.isAt(Stop.HOME))),
          onChange(Field.CenterDisplay, m -> Values.of(display(m))),
          onChange(Field.MediaPlaybackStatus, m -> Values.of(media(m))),
          onChange(Field.MediaPlaybackSource, m -> playing(m, t -> Values.of("Streaming"))),
          onChange(Field.MediaNowPlayingTitle, m -> playing(m, t -> Values.of(t.title))),
          onChange(Field.MediaNowPlayingArtist, m -> playing(m, t -> Values.of(t.artist))),
          onChange(Field.MediaNowPlayingAlbum, m -> playing(m, t -> Values.of(t.album))),
          onChange(Field.MediaNowPlayingStation, m -> playing(m, t -> Values.of(""))),
          onChange(Field.MediaNowPlayingDuration, m -> playing(m, t -> millis(t.seconds))),
          every(9, Field.MediaNowPlayingElapsed, m -> playing(m, t -> millis(elapsed(m, t)))),
          every(60, Field.MediaAudioVolume, m -> Values.real(4 + Math.rint(m.waver(1)) / 3, 3)));

  private CabinSignals() {}

  static List<Signal> all() {
    return ALL;
  }

  /** Navigation is off until the vehicle is on its way. */
  private static Value guided(Moment m, Value value) {
    return m.isUnderWay() ? value : Values.INVALID;
  }

  private static double minutesToGo(Moment m) {
    return m.milesToGo() / 35 * 60 + 0.5;
  }

  private static Value energyThere(Moment m) {
    double miles = m.car().model().rangeMiles();
    return Values.of((int) Math.round(m.charge().soc() - 100 * m.milesToGo() / miles));
  }

  private static double delay(Moment m) {
    return Math.max(0, 3 * m.waver(6));
  }

  private static Reading routeUpdate(Moment m) {
    return m.isUnderWay() ? new Reading.Clock(3) : new Reading.Fixed(Values.INVALID);
  }

  private static DisplayState display(Moment m) {
    return switch (m.activity()) {
      case PLUGGED, CHARGING, CHARGED -> DisplayState.DisplayStateCharging;
      case AWAY -> m.isAt(Stop.SHOPS) ? DisplayState.DisplayStateDog : DisplayState.DisplayStateOff;
      case PARKED, ALIGHTING, BOARDING, READY -> DisplayState.DisplayStateOn;
      default -> DisplayState.DisplayStateDriving;
    };
  }

  private static MediaStatus media(Moment m) {
    if (m.activity() == Activity.WAITING) {
      return MediaStatus.MediaStatusPaused;
    }
    return m.activity().hasDriver()
        ? MediaStatus.MediaStatusPlaying
        : MediaStatus.MediaStatusStopped;
  }

  private static Value playing(Moment m, Function<Track, Value> value) {
    return m.activity().hasDriver() ? value.apply(track(m)) : Values.INVALID;
  }

  private static Track track(Moment m) {
    return TRACKS.get((int) (m.motion().seconds() / 200) % TRACKS.size());
  }

  private static double elapsed(Moment m, Track track) {
    return Math.min(m.motion().seconds() % 200, track.seconds);
  }

  private static Value millis(double seconds) {
    return Values.of((int) (seconds * 1_000));
  }
}
