package io.jrunc.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A terminal's {@code struct termios}, kept to be given back, or to make a raw one from it. */
public final class TerminalSettings {

  /** Bytes of the kernel's {@code struct termios}, which is not that of the C library. */
  public static final int SIZE = 36;

  private static final int INPUT_FLAGS = 0;
  private static final int OUTPUT_FLAGS = 4;
  private static final int CONTROL_FLAGS = 8;
  private static final int LOCAL_FLAGS = 12;
  private static final int CONTROL_CHARACTERS = 17;

  private static final int IGNBRK = 01;
  private static final int BRKINT = 02;
  private static final int PARMRK = 010;
  private static final int ISTRIP = 040;
  private static final int INLCR = 0100;
  private static final int IGNCR = 0200;
  private static final int ICRNL = 0400;
  private static final int IXON = 02000;
  private static final int OPOST = 01;
  private static final int CSIZE = 060;
  private static final int CS8 = 060;
  private static final int PARENB = 0400;
  private static final int ISIG = 01;
  private static final int ICANON = 02;
  private static final int ECHO = 010;
  private static final int ECHONL = 0100;
  private static final int IEXTEN = 0100000;
  private static final int VTIME = 5;
  private static final int VMIN = 6;

  private final byte[] termios;

  /** Copies the kernel's structure. */
  public TerminalSettings(byte[] termios) {
    if (termios.length != SIZE) {
      throw new IllegalArgumentException("not a struct termios: " + termios.length + " bytes");
    }
    this.termios = termios.clone();
  }

  /** The kernel's structure. */
  public byte[] bytes() {
    return termios.clone();
  }

  /** The same terminal with every byte passed on as it comes, as cfmakeraw(3) has it. */
  public TerminalSettings raw() {
    ByteBuffer raw = ByteBuffer.wrap(termios.clone()).order(ByteOrder.nativeOrder());
    clear(raw, INPUT_FLAGS, IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    clear(raw, OUTPUT_FLAGS, OPOST);
    clear(raw, CONTROL_FLAGS, CSIZE | PARENB);
    raw.putInt(CONTROL_FLAGS, raw.getInt(CONTROL_FLAGS) | CS8);
    clear(raw, LOCAL_FLAGS, ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.put(CONTROL_CHARACTERS + VMIN, (byte) 1);
    raw.put(CONTROL_CHARACTERS + VTIME, (byte) 0);
    return new TerminalSettings(raw.array());
  }

  private static void clear(ByteBuffer settings, int field, int bits) {
    settings.putInt(field, settings.getInt(field) & ~bits);
  }
}
