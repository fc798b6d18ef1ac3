import SystemPackage

/// The table that ldconfig(8) writes for the dynamic loader.
///
/// Its layout is glibc's `struct cache_file_new`: a header of 48 bytes, entries of 24, and strings;
/// an entry has the offsets of its name and its path, counted from the header.
struct LoaderCache {
  private var paths: [String: FilePath] = [:]

  static let system = LoaderCache("/etc/ld.so.cache")

  init?(_ path: FilePath) {
    guard let content = try? FileContent(path), content.size <= 1 << 24 else { return nil }
    self.init(content.bytes(at: 0, count: Int(content.size)))
  }

  /// Reads a table that may follow one of the format before.
  init?(_ bytes: [UInt8]) {
    guard let start = Self.start(in: bytes),
      let count = bytes.number(at: start + 20, as: UInt32.self), count <= 1 << 20
    else { return nil }
    for index in 0..<Int(count) {
      let entry = start + 48 + index * 24
      guard let flags = bytes.number(at: entry, as: UInt32.self),
        let key = bytes.number(at: entry + 4, as: UInt32.self),
        let value = bytes.number(at: entry + 8, as: UInt32.self)
      else { return nil }
      guard flags == Self.nativeFlags, let name = Self.string(at: start + Int(key), in: bytes),
        let path = Self.string(at: start + Int(value), in: bytes)
      else { continue }
      // The first entry of a name is the one the loader likes best.
      if paths[name] == nil { paths[name] = FilePath(path) }
    }
  }

  func path(of soname: String) -> FilePath? { paths[soname] }

  private static func start(in bytes: [UInt8]) -> Int? {
    let magic = Array("glibc-ld.so.cache1.1".utf8)
    if bytes.starts(with: magic) { return 0 }
    guard bytes.starts(with: "ld.so-1.7.0".utf8), let old = bytes.number(at: 12, as: UInt32.self)
    else { return nil }
    let start = (16 + Int(old) * 12 + 7) / 8 * 8
    return start < bytes.count && bytes[start...].starts(with: magic) ? start : nil
  }

  private static func string(at offset: Int, in bytes: [UInt8]) -> String? {
    guard offset < bytes.count, let end = bytes[offset...].firstIndex(of: 0) else { return nil }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }

  /// `FLAG_ELF_LIBC6` with the architecture's own bits.
  #if arch(x86_64)
    private static let nativeFlags: UInt32 = 0x0303
  #else
    private static let nativeFlags: UInt32 = 0x0a03
  #endif
}
