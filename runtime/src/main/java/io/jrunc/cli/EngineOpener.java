package io.jrunc.cli;

import io.jrunc.engine.CgroupDriver;
import io.jrunc.engine.Engine;
import io.jrunc.engine.FrontDoor;
import io.jrunc.engine.Rootless;
import io.jrunc.engine.Warnings;

/**
 * Opens an engine for whoever is at a door. Not a lambda: the first of them costs 10 ms.
 *
 * @param door by which the command line came
 */
record EngineOpener(FrontDoor door) implements Runner.Opener {
  @Override
  public Engine open(Arguments options, Rootless rootless, Warnings warnings) {
    CgroupDriver driver =
        options.has(Program.SYSTEMD_CGROUP) ? CgroupDriver.SYSTEMD : CgroupDriver.CGROUPFS;
    return new Engine(options.path(Program.ROOT), rootless, driver, door, warnings);
  }
}
