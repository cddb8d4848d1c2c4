package io.jrunc.linux.jna;

import com.sun.jna.Pointer;
import io.jrunc.error.OperationException;
import io.jrunc.linux.NftablesLibrary;

/** libnftables by {@link com.sun.jna.Function}; a context for each run. */
final class JnaNftablesLibrary implements NftablesLibrary {

  private static final String NAME = "libnftables.so.1";
  private static final int NFT_CTX_DEFAULT = 0;

  /** What stands between the place in the text, which is one line to the library, and the fact. */
  private static final String ERROR = "Error: ";

  private final Syscalls syscalls;
  private final InstalledLibrary library =
      new InstalledLibrary(NAME, "libnftables1 (Debian) or nftables");

  JnaNftablesLibrary(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public String run(String commands) {
    long context = library.invokeLong("nft_ctx_new", NFT_CTX_DEFAULT);
    if (context == 0) {
      throw new OperationException("nft_ctx_new", "", NAME + " refused");
    }
    try {
      return run(context, commands);
    } finally {
      library.invokeVoid("nft_ctx_free", context);
    }
  }

  private String run(long context, String commands) {
    if (library.invoke("nft_ctx_buffer_output", context) != 0
        || library.invoke("nft_ctx_buffer_error", context) != 0) {
      throw new OperationException("nft_ctx_buffer_output", "", "out of memory");
    }
    try (Scratch scratch = syscalls.scratch(commands.length() * 3 + 16)) {
      if (library.invoke("nft_run_cmd_from_buffer", context, scratch.string(commands)) != 0) {
        throw new OperationException(
            "nftables", "", error(text("nft_ctx_get_error_buffer", context)));
      }
    }
    return text("nft_ctx_get_output_buffer", context);
  }

  /** The fact and the line that it is about: {@code no such file or directory: delete table x}. */
  static String error(String told) {
    String[] lines = told.split("\n", -1);
    int begin = lines[0].indexOf(ERROR);
    String fact = begin < 0 ? lines[0] : lines[0].substring(begin + ERROR.length());
    if (fact.isEmpty()) {
      return NAME + " gave no reason";
    }
    String reason = Character.toLowerCase(fact.charAt(0)) + fact.substring(1);
    return lines.length < 2 || lines[1].isBlank() ? reason : reason + ": " + lines[1].strip();
  }

  private String text(String function, long context) {
    long address = library.invokeLong(function, context);
    return address == 0 ? "" : new Pointer(address).getString(0, "UTF-8");
  }
}
