package io.jrunc.usernet;

import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkRequest;
import java.util.List;
import java.util.Optional;

/** A program that is a container's network as long as it runs. */
public interface NetworkProgram {

  /** The name of its executable file. */
  String name();

  /** The package of Debian that has it. */
  String packageName();

  /** What is asked for and it can't do; empty if it can do all. */
  Optional<Refusal> refusal(NetworkRequest request);

  /** Its files, in the order of their numbers, from 0. */
  List<Stream> files();

  /** How it is called, its own name first. */
  List<String> arguments(NetworkRequest request, Target target);

  /** A name server inside that asks those of the host, wherever these are. */
  IpAddress nameServer();
}
