package io.vivim.benchmarks.log;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A moment of a measurement, by two clocks: time as it passed, and the time that cores spent on
 * this process, which other work on the machine does not lengthen.
 */
record Moment(long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static Moment now() {
    return new Moment(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }

  /** What was done since an earlier moment, a second. */
  Pace since(Moment earlier, long done) {
    return new Pace(
        done * 1e9 / (nanos - earlier.nanos), done * 1e9 / (cpuNanos - earlier.cpuNanos));
  }

  /** Operations in a second, and in a second of one core's time. */
  record Pace(double rate, double cpuRate) {
    /** This pace in parts of another. */
    Pace over(Pace limit) {
      return new Pace(rate / limit.rate, cpuRate / limit.cpuRate);
    }

    /** The median by either clock, of an odd number. */
    static Pace median(List<Pace> paces) {
      return new Pace(
          middle(paces.stream().mapToDouble(Pace::rate)),
          middle(paces.stream().mapToDouble(Pace::cpuRate)));
    }

    private static double middle(DoubleStream values) {
      double[] sorted = values.sorted().toArray();
      return sorted[sorted.length / 2];
    }

    Pace meanWith(Pace that) {
      return new Pace((rate + that.rate) / 2, (cpuRate + that.cpuRate) / 2);
    }
  }
}
