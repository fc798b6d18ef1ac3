import SystemPackage

/// The Pythons in `versions` of a pyenv root.
struct PyenvVersions {
  private let folder: FilePath

  init(root: Argument) {
    folder = FilePath(bytes: root.bytes).appending("versions")
  }

  func contains(_ name: Argument) -> Bool {
    folder.pushing(FilePath(bytes: name.bytes)).isDirectory
  }

  /// Whether a name with a slash or dots stays in the folder; others always do.
  func isInside(_ name: Argument) -> Bool {
    guard name == ".." || name.hasSlash else { return true }
    let path = folder.appending(name.text).lexicallyNormalized()
    let base = folder.lexicallyNormalized()
    return path.starts(with: base) && path != base && path.isDirectory
  }

  /// The installed version that a name means: itself, or the latest it is the beginning of.
  func resolve(_ name: Argument) -> Argument {
    let plain = name.hasPrefix("python-") ? Argument(bytes: name.bytes.dropFirst(7)) : name
    if name == "system" || contains(name) { return name }
    if contains(plain) { return plain }
    return latest(name) ?? latest(plain) ?? plain
  }

  /// Every version, and the environments that some versions hold.
  var all: [Argument] {
    folders.flatMap { version in
      let environments = folder.pushing(FilePath(bytes: version.bytes)).appending("envs")
      let names = environments.entries.filter { name in
        !name.hasPrefix(".") && environments.pushing(FilePath(bytes: name.bytes)).isDirectory
      }
      return [version] + names.map { version + "/envs/" + $0 }
    }
  }

  private var folders: [Argument] { folder.entries.filter(contains) }

  /// The highest release whose name goes on behind a prefix with a dot or a dash.
  private func latest(_ prefix: Argument) -> Argument? {
    var start = prefix.text
    var suffix = ""
    // `3.13t` means the free-threaded build of the latest 3.13.
    if start.hasSuffix("t"), start.dropLast().last?.isWholeNumber == true {
      start.removeLast()
      suffix = "t"
    }
    return folders.map(\.text)
      .filter { name in
        let isLonger = name.hasPrefix(start + ".") || name.hasPrefix(start + "-")
        return isLonger && name.dropFirst(start.count + 1).hasSuffix(suffix)
          && Self.isRelease(name, isFreeThreaded: !suffix.isEmpty)
      }
      .max { Self.precedes($0, $1) }
      .map { Argument($0) }
  }

  private static func isRelease(_ name: String, isFreeThreaded: Bool) -> Bool {
    if ["-dev", "-src", "-latest"].contains(where: name.hasSuffix) { return false }
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
    let stem = name.dropLast(digits)
    if digits > 0, ["a", "b", "rc"].contains(where: stem.hasSuffix) { return false }
    let endsInT = name.hasSuffix("t") && name.dropLast().last?.isNumber == true
    return isFreeThreaded || !endsInT
  }

  /// Compares the distribution by name, then three numbers.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    let (one, two) = (key(left), key(right))
    if one.name != two.name { return one.name < two.name }
    if one.numbers != two.numbers { return one.numbers.lexicographicallyPrecedes(two.numbers) }
    return left > right
  }

  private static func key(_ name: String) -> (name: String, numbers: [Int]) {
    var text = name[...]
    if let dash = name.firstIndex(of: "-"),
      name[..<dash].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    {
      text = name[..<dash] + "." + name[name.index(after: dash)...]
    }
    let fields = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = (1...3).map { index in
      index < fields.count ? Int(fields[index].prefix { $0.isASCII && $0.isNumber }) ?? 0 : 0
    }
    return (String(fields[0]), numbers)
  }
}
