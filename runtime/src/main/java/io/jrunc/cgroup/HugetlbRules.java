package io.jrunc.cgroup;

import io.jrunc.spec.linux.HugepageLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hugetlb controller. */
final class HugetlbRules {

  private static final String HUGETLB = "hugetlb";

  /** Where the pointers of these limits begin. */
  static final String AT = SettingList.RESOURCES + "/hugepageLimits/";

  private HugetlbRules() {}

  /**
   * The limit that the specification means is that of reservations, which a program can live with:
   * it is told when it maps memory, not killed when it touches it. Older kernels have only the one
   * of pages in use; where both are there it is set as well, or pages which others have reserved
   * could be used without any limit.
   */
  static void add(List<HugepageLimit> asked, SettingList settings) {
    for (int i = 0; i < asked.size(); i++) {
      HugepageLimit limit = asked.get(i);
      String pointer = AT + i + "/limit";
      checkSize(limit.pageSize(), AT + i + "/pageSize");
      boolean v1 = settings.require(HUGETLB, pointer) == CgroupVersion.V1;
      String file = HUGETLB + "." + limit.pageSize();
      String suffix = v1 ? ".limit_in_bytes" : ".max";
      String value = Long.toUnsignedString(limit.limit());
      settings.put(HUGETLB, file + suffix, value, pointer);
      settings.putIfPresent(HUGETLB, file + ".rsvd" + suffix, value, pointer);
    }
  }

  /** It becomes part of a file's name; which sizes there are is up to the kernel. */
  private static void checkSize(String size, String pointer) {
    int digits = 0;
    while (digits < size.length() && size.charAt(digits) >= '0' && size.charAt(digits) <= '9') {
      digits++;
    }
    String unit = size.substring(digits);
    boolean isSize =
        digits > 0
            && size.charAt(0) != '0'
            && (unit.equals("KB") || unit.equals("MB") || unit.equals("GB"));
    if (!isSize) {
      throw new CgroupException(pointer, size + " is not a size of pages such as 64KB, 2MB or 1GB");
    }
  }

  /** The sizes that a group's files are named after: {@code 1GB, 2MB}; empty if there is none. */
  static Optional<String> pageSizes(List<String> fileNames) {
    List<String> sizes = new ArrayList<>();
    for (String name : fileNames) {
      String[] parts = name.split("\\.", -1);
      boolean isLimit =
          parts.length == 3 && (parts[2].equals("limit_in_bytes") || parts[2].equals("max"));
      if (isLimit && parts[0].equals(HUGETLB)) {
        sizes.add(parts[1]);
      }
    }
    sizes.sort(null);
    return sizes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", sizes));
  }
}
