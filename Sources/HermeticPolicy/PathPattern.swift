/// Files: a path and all below it, or all that a glob matches and what is below that.
public struct PathPattern: Hashable, Sendable {
  /// The path up to the first component with a wildcard: absolute, without `.` or a slash at its end; empty
  /// for the root.
  ///
  /// What `..` in it leads to depends on links, which `resolvingPaths` knows of.
  public let prefix: String
  /// The components behind it, with wildcards: `*` and `?` within one, `[…]`, `**` across any number.
  ///
  /// Nil for a path without.
  public let glob: String?
  /// Whether what is below a match matches too.
  public let includesBelow: Bool

  /// A pattern from its parts.
  public init(prefix: String, glob: String? = nil, includesBelow: Bool = true) {
    self.prefix = prefix
    self.glob = glob
    self.includesBelow = includesBelow
  }

  /// Parses a path as a person writes it: `~` is `home`, and what is relative is so to `folder`.
  ///
  /// Without `isLiteral`, `*`, `?` and `[` are wildcards.
  public init(
    _ text: String, in folder: String?, home: String?, isLiteral: Bool = false
  ) throws(PolicyError) {
    // By bytes, as the kernel has it: an accent behind a slash makes another character of it, and two
    // names that look the same need not be.
    var path = Array(text.utf8)
    guard !path.isEmpty else { throw PolicyError(.invalidValue, text, "is not a path") }
    guard !path.contains(0) else {
      throw PolicyError(.invalidValue, text, "has a null character in it")
    }
    let first = path.prefix { $0 != Self.slash }
    if first.elementsEqual("~".utf8) {
      guard let home, home.utf8.first == Self.slash else {
        throw PolicyError(.invalidValue, text, "needs HOME to be set to an absolute path")
      }
      path = Array(home.utf8) + path.dropFirst()
    } else if first.first == UInt8(ascii: "~") {
      throw PolicyError(.invalidValue, text, "names another user's home; write its path")
    } else if !first.isEmpty {
      guard let folder else {
        throw PolicyError(
          .invalidValue, text, "is relative to the working directory, which is gone or has no name")
      }
      // The working folder is known without links: what is above it is so as well.
      var rest = path.split(separator: Self.slash)[...]
      var start = folder.utf8.split(separator: Self.slash).map { Array($0) }
      while let next = rest.first, next.elementsEqual("..".utf8) || next.elementsEqual(".".utf8) {
        if next.count == 2 { _ = start.popLast() }
        rest.removeFirst()
      }
      path = Array((start + rest.map { Array($0) }).joined(separator: [Self.slash]))
    }
    var components = path.split(separator: Self.slash).filter { !$0.elementsEqual(".".utf8) }
    components.removeFirst(components.prefix { $0.elementsEqual("..".utf8) }.count)
    let literal = isLiteral ? components[...] : components.prefix { !Self.isWild($0) }
    let rest = components.dropFirst(literal.count)
    guard !rest.contains(where: { $0.elementsEqual("..".utf8) }) else {
      throw PolicyError(.invalidValue, text, "has .. behind a wildcard")
    }
    self.init(
      prefix: literal.map { "/" + String(decoding: $0, as: UTF8.self) }.joined(),
      glob: rest.isEmpty
        ? nil : rest.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/"))
  }

  private static let slash = UInt8(ascii: "/")

  private static func isWild(_ component: ArraySlice<UInt8>) -> Bool {
    component.contains { "*?[".utf8.contains($0) }
  }
}

extension PathPattern: CustomStringConvertible {
  public var description: String {
    guard let glob else { return prefix.isEmpty ? "/" : prefix }
    return prefix + "/" + glob
  }
}
