import CHermetic
import SystemPackage

/// An installed distribution, as `name version`.
struct Distribution: CustomStringConvertible {
  let description: String

  /// Finds the distribution whose `RECORD` lists a file (PEP 376): a module's, or a console script.
  init?(owning file: String) {
    // The engine looks, not the program.
    hermetic_work_for_engine(1)
    defer { hermetic_work_for_engine(0) }
    for marker in ["/site-packages/", "/dist-packages/"] {
      guard let range = file.lastRange(ofText: marker) else { continue }
      let folder = String(file[..<range.lowerBound]) + marker
      let path = String(file[range.upperBound...])
      guard let found = Self.find(path, in: folder) else { return nil }
      description = found
      return
    }
    guard let range = file.lastRange(ofText: "/bin/"), !file[range.upperBound...].contains("/")
    else {
      return nil
    }
    let script = "../../.." + file[range.lowerBound...]
    for folder in Self.packageFolders(of: String(file[..<range.lowerBound])) {
      guard let found = Self.find(script, in: folder) else { continue }
      description = found
      return
    }
    return nil
  }

  /// The folders of installed packages below a prefix, each with a slash at its end.
  private static func packageFolders(of prefix: String) -> [String] {
    guard let directory = unsafe hermetic_open_directory(prefix + "/lib") else { return [] }
    defer { unsafe hermetic_close_directory(directory) }
    var found: [String] = []
    while let name = unsafe hermetic_next_name(directory).map({ unsafe String(cString: $0) }) {
      guard name.hasPrefix("python") else { continue }
      for kind in ["site-packages", "dist-packages"] {
        found.append("\(prefix)/lib/\(name)/\(kind)/")
      }
    }
    return found
  }

  private static func find(_ path: String, in folder: String) -> String? {
    guard let directory = unsafe hermetic_open_directory(folder) else { return nil }
    defer { unsafe hermetic_close_directory(directory) }
    while let name = unsafe hermetic_next_name(directory).map({ unsafe String(cString: $0) }) {
      guard name.hasSuffix(".dist-info"),
        let record = read(folder + name + "/RECORD"),
        record.split(whereSeparator: \.isNewline).contains(where: { $0.hasPrefix(path + ",") })
      else { continue }
      let stem = name.dropLast(".dist-info".count)
      let parts = stem.split(separator: "-", maxSplits: 1)
      return parts.joined(separator: " ")
    }
    return nil
  }

  private static func read(_ path: String) -> String? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
    defer { try? file.close() }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let most = 8 << 20
    while text.count < most,
      let count = unsafe try? chunk.withUnsafeMutableBytes({ unsafe try file.read(into: $0) }),
      count > 0
    {
      text += chunk[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }
}
