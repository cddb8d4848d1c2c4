package io.jrunc.linux.jna;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import io.jrunc.error.OperationException;
import org.jspecify.annotations.Nullable;

/** A library of the host by {@link Function}, loaded when its first function is called. */
final class InstalledLibrary {
  private final String name;
  private final String packages;
  private @Nullable NativeLibrary loaded;

  /**
   * Nothing is loaded yet.
   *
   * @param name file name with its version, {@code libseccomp.so.2}
   * @param packages what brings it, for the message where it is missing
   */
  InstalledLibrary(String name, String packages) {
    this.name = name;
    this.packages = packages;
  }

  int invoke(String function, Object... arguments) {
    return function(function).invokeInt(arguments);
  }

  /** For a function that returns a pointer. */
  long invokeLong(String function, Object... arguments) {
    return function(function).invokeLong(arguments);
  }

  /** For a function that returns nothing. */
  void invokeVoid(String function, Object... arguments) {
    function(function).invokeVoid(arguments);
  }

  private Function function(String function) {
    return library().getFunction(function);
  }

  private synchronized NativeLibrary library() {
    NativeLibrary library = loaded;
    if (library == null) {
      try {
        library = NativeLibrary.getInstance(name);
      } catch (UnsatisfiedLinkError e) {
        throw new OperationException("load", name, "not found; the package is called " + packages);
      }
      loaded = library;
    }
    return library;
  }
}
