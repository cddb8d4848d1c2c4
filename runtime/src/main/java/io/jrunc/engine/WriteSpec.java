package io.jrunc.engine;

import io.jrunc.engine.SpecRequest.Privilege;
import io.jrunc.error.OperationException;
import io.jrunc.spec.SampleSpec;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a config.json to begin with. */
public final class WriteSpec {
  private final long uid;
  private final long gid;

  /** Takes the ids of the user who will run a rootless container. */
  public WriteSpec(long uid, long gid) {
    this.uid = uid;
    this.gid = gid;
  }

  /** Writes it; one that is there already stays as it is. */
  public void run(SpecRequest request) {
    boolean rootless = request.privilege() == Privilege.ROOTLESS;
    Spec sample = rootless ? SampleSpec.rootless(uid, gid) : SampleSpec.root();
    Path file = request.folder().resolve("config.json");
    try {
      Files.writeString(file, SpecWriter.write(sample) + "\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new OperationException("spec", file.toString(), "file exists; remove it first");
    } catch (NoSuchFileException e) {
      throw new OperationException("spec", file.toString(), "no such file or directory");
    } catch (IOException e) {
      throw new OperationException("spec", file.toString(), e);
    }
  }
}
