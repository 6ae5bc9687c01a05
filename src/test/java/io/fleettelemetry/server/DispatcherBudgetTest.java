package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Vehicles that wait for room get it in turn. */
class DispatcherBudgetTest {

  private static final int MAX_RECORDS = 16;
  private static final int QUANTUM = 4;
  private static final int RECORD_BYTES = 1_000;

  private final Queue<Runnable> soon = new ArrayDeque<>();
  private final DispatcherBudget budget =
      new DispatcherBudget(MAX_RECORDS, 1_000_000, QUANTUM, soon::add);

  @Test
  void vehiclesWithMuchToBringGetAQuantumEachInTurn() {
    List<Vehicle> vehicles = waiting(10, 1_000);
    for (int turn = 0; turn < 5; turn++) {
      budget.admitWaiting();
      runSoon();
      assertEquals(MAX_RECORDS, budget.records());
      budget.admitWaiting();
      releaseAll();
    }
    // 80 records for ten vehicles.
    vehicles.forEach(vehicle -> assertEquals(8, vehicle.brought));
  }

  @Test
  void vehiclesWithNothingToBringDoNotKeepTheOthersOut() {
    List<Vehicle> vehicles = waiting(100, 0);
    budget.admitWaiting();
    runSoon();
    vehicles.forEach(vehicle -> assertFalse(vehicle.waits));
  }

  @Test
  void noVehicleIsLetInUntilAQuarterIsFree() {
    take(MAX_RECORDS);
    List<Vehicle> vehicles = waiting(1, 1);
    for (int i = 0; i < 3; i++) {
      budget.release(RECORD_BYTES);
      budget.admitWaiting();
      runSoon();
      assertEquals(0, vehicles.get(0).brought);
    }
    budget.release(RECORD_BYTES);
    budget.admitWaiting();
    runSoon();
    assertEquals(1, vehicles.get(0).brought);
  }

  @Test
  void aVehicleThatLeftIsNotLetIn() {
    List<Vehicle> vehicles = waiting(2, 1);
    budget.forget(vehicles.get(0));
    budget.admitWaiting();
    runSoon();
    assertEquals(0, vehicles.get(0).brought);
    assertEquals(1, vehicles.get(1).brought);
  }

  private List<Vehicle> waiting(int count, int records) {
    List<Vehicle> vehicles = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> vehicles.add(new Vehicle(records)));
    vehicles.forEach(budget::await);
    return vehicles;
  }

  private void take(int records) {
    IntStream.range(0, records).forEach(i -> budget.take(RECORD_BYTES));
  }

  private void releaseAll() {
    while (budget.records() > 0) {
      budget.release(RECORD_BYTES);
    }
  }

  private void runSoon() {
    while (!soon.isEmpty()) {
      soon.remove().run();
    }
  }

  /** Brings what it has, a quantum at most, until the budget is full. */
  private final class Vehicle implements RecordOrigin {
    private int left;
    private int brought;
    private boolean waits;

    Vehicle(int left) {
      this.left = left;
    }

    @Override
    public void answer(
        Route route, byte[] topic, TelemetryRecord record, int messageBytes, Answer answer) {}

    @Override
    public boolean hasRoomForLetter(int messageBytes) {
      return true;
    }

    @Override
    public void letterAwaited(int messageBytes) {}

    @Override
    public void letterEnded(int messageBytes) {}

    @Override
    public void awaitRoom() {
      waits = true;
    }

    @Override
    public void roomAgain() {
      waits = false;
      soon.add(this::bring);
    }

    @Override
    public boolean spendQuantum() {
      return false;
    }

    private void bring() {
      for (int i = 0; i < QUANTUM && left > 0 && !waits; i++) {
        budget.take(RECORD_BYTES);
        left--;
        brought++;
        if (budget.isFull()) {
          budget.await(this);
        }
      }
      if (left > 0 && !waits) {
        // What it wants to bring with its next window.
        budget.await(this);
      }
    }
  }
}
