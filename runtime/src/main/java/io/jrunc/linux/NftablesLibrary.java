package io.jrunc.linux;

/**
 * libnftables 0.9.8 or newer, which makes rules of netfilter from text. The first call loads it,
 * and throws an {@link io.jrunc.error.OperationException} where it isn't installed.
 */
public interface NftablesLibrary {

  /**
   * Does what the text says, as {@code nft -f} would: all of it in one transaction, or nothing, in
   * the network namespace of the calling thread.
   *
   * @param commands in the language of nft(8), one a line
   * @return what they print: nothing, unless they list something
   * @throws io.jrunc.error.OperationException in the library's words, if it or the kernel refuses
   */
  String run(String commands);
}
